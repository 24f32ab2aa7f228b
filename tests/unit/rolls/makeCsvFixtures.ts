/**
 * Makes tests/data/roll-xiawan-messy.{在册,外出}.gb18030.csv from the workbook the way Excel's "另存为 CSV" does: one file
 * per sheet, GB18030, CRLF. Run with `npx tsx tests/unit/rolls/makeCsvFixtures.ts` after the workbook changes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { read, utils } from '@e965/xlsx';
import { encodeGb18030 } from './gb18030.ts';

const data = new URL('../../data/', import.meta.url);
const book = read(readFileSync(new URL('roll-xiawan-messy.xlsx', data)));
for (const [name, sheet] of Object.entries(book.Sheets)) {
  const csv = utils.sheet_to_csv(sheet, { RS: '\r\n', rawNumbers: true });
  writeFileSync(new URL(`roll-xiawan-messy.${name}.gb18030.csv`, data), encodeGb18030(csv));
}
