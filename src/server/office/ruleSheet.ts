/** A version of rules as an Excel file: the table that the import reads, and what it is about on a sheet of its own. */
import { exportRules } from '../../domain/ruleExport.ts';
import type { RuleVersionResponse } from '../../protocol/officeRules.ts';
import { type Cell, cellBook, dayCell, textCell as text, wholeCell as whole } from '../sheets/cells.ts';

const WORDS = {
  zh: {
    ...{
      rules: '规则',
      about: '说明',
      place: '哪里',
      version: '第几版',
      from: '生效日期',
      items: '项目数',
      plus: '加分项',
    },
    ...{ minus: '减分项', off: '停用' },
  },
  en: {
    ...{ rules: 'Rules', about: 'About', place: 'Place', version: 'Version', from: 'In force from', items: 'Items' },
    ...{ plus: 'Plus items', minus: 'Minus items', off: 'Switched off' },
  },
} as const;

/** Columns whose figures are numbers in the sheet. */
const NUMBERS: ReadonlySet<string> = new Set(['cap_times', 'cap_points']);

/** The file's bytes. `place`: the town's or village's name. */
export function ruleSheet(version: RuleVersionResponse, place: string, language: 'zh' | 'en'): Buffer {
  const words = WORDS[language];
  const { village, rules, framework } = version;
  const { columns, rows } = exportRules(rules, village === null ? null : { code: village, name: place }, framework);
  const table: readonly (readonly Cell[])[] = [
    columns.map(text),
    ...rows.map((row) =>
      row.map((value, i) => (value !== '' && NUMBERS.has(columns[i] ?? '') ? whole(Number(value)) : text(value))),
    ),
  ];
  const count = (those: (rule: (typeof rules)[number]) => boolean) => whole(rules.filter(those).length);
  const about: readonly (readonly Cell[])[] = [
    [text(words.place), text(place)],
    [text(words.version), whole(version.version)],
    [text(words.from), dayCell(version.effectiveFrom)],
    [text(words.items), whole(rules.length)],
    [text(words.plus), count((rule) => rule.kind === 'plus')],
    [text(words.minus), count((rule) => rule.kind === 'minus')],
    [text(words.off), count((rule) => !rule.enabled)],
  ];
  return cellBook([
    { name: words.rules, rows: table, widths: columns.map((_, i) => (i === 0 ? 14 : 18)) },
    { name: words.about, rows: about, widths: [14, 18] },
  ]);
}
