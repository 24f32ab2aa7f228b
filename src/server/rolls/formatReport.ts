import type { IgnoredReason } from './classifyRow.ts';
import { mergeRecommended } from './mergeRecommended.ts';
import type { Severity } from './problem.ts';
import type { BlockRef, RollReport, SheetSummary } from './report.ts';

const severities: readonly (readonly [Severity, string])[] = [
  ['error', '要先改好的（这一格或这一行没有导入）'],
  ['confirm', '要人定的（先按建议处理）'],
  ['warn', '照样导入、请留意的'],
  ['info', '提示'],
];

const layouts: Readonly<Record<SheetSummary['layout'], string>> = {
  row_per_member: '一人一行',
  row_per_household: '一户一行',
  not_a_roll: '不是花名册，没有读',
};

const reasons: Readonly<Record<IgnoredReason, string>> = {
  title: '标题',
  header: '表头',
  repeated_header: '重复的表头',
  blank: '空行',
  subtotal: '小计',
  total: '合计',
  note: '说明文字',
};

/** The report as text for a terminal: what was taken, what wants a decision, every problem with its row. */
export function formatReport(report: RollReport): string {
  return [
    ...takenLines(report),
    ...newCodeLines(report),
    ...duplicateLines(report),
    ...namesakeLines(report),
    ...problemLines(report),
    ...ignoredLines(report),
  ].join('\n');
}

function place({ sheet, row }: { readonly sheet: string; readonly row: number }): string {
  return `“${sheet}”第${row}行`;
}

function takenLines({ village, counts, sheets, droppedColumns }: RollReport): readonly string[] {
  return [
    `${village.name}花名册：读到${counts.householdBlocks}户次、${counts.memberRows}人次；` +
      `按建议处理后是${counts.householdsAfterRecommended}户、${counts.membersAfterRecommended}人。`,
    ...sheets.flatMap((sheet) => [
      `  “${sheet.sheet}”表（${layouts[sheet.layout]}）：${sheet.blocks}户、${sheet.members}人`,
      ...(sheet.columns.length === 0 ? [] : [`    读了的列：${sheet.columns.map(({ header }) => header).join('、')}`]),
      ...(sheet.unread.length === 0 ? [] : [`    用不上、没有读的列：${sheet.unread.join('、')}`]),
    ]),
    ...droppedColumns.map(
      ({ sheet, column, letter }) => `  “${sheet}”表${letter}列“${column}”：身份证号一律不读入，整列已丢弃`,
    ),
  ];
}

function newCodeLines(report: RollReport): readonly string[] {
  const written = new Set(report.households.map(({ code }) => code));
  const inUse = new Set(report.codesInUse);
  const added = mergeRecommended(report).filter(({ code }) => !written.has(code) && !inUse.has(code));
  if (added.length === 0) return [];
  return [
    '',
    `将分配新编号的户（${added.length}户）：`,
    ...added.map(({ code, head, doorPlate, sources }) => {
      const where = sources.map(place).join('、');
      return `  ${code} ${head}${doorPlate === null ? '' : ` ${doorPlate}`}（${where}）`;
    }),
  ];
}

function refText(ref: BlockRef): string {
  return `${place(ref)} ${ref.code || '（没有编号）'} ${ref.head}`;
}

function duplicateLines({ duplicates }: RollReport): readonly string[] {
  if (duplicates.length === 0) return [];
  return [
    '',
    `可能重复的户，请确定（${duplicates.length}组）：`,
    ...duplicates.flatMap(({ group, message, recommended, blocks }) => [
      `  ${group}. ${message}。建议：${recommended === 'merge' ? '合并成一户，以前面的为准' : '保留为两户'}`,
      ...blocks.map((ref) => `     ${refText(ref)}`),
    ]),
  ];
}

function namesakeLines({ namesakes }: RollReport): readonly string[] {
  if (namesakes.length === 0) return [];
  return [
    '',
    `同名的户主，是不同的户，不合并（${namesakes.length}个名字）：`,
    ...namesakes.map(({ blocks }) => `  ${blocks.map(refText).join('；')}`),
  ];
}

function problemLines({ problems, counts }: RollReport): readonly string[] {
  if (problems.length === 0) return ['', '没有发现问题。'];
  return [
    '',
    `问题${counts.problems}条，在${counts.rowsWithProblems}行：`,
    ...severities.flatMap(([severity, title]) => {
      const found = problems.filter((problem) => problem.severity === severity);
      if (found.length === 0) return [];
      return [
        `  ${title}（${found.length}条）`,
        ...found.map(
          ({ sheet, row, field, raw, message }) =>
            `    ${[place({ sheet, row }), field, raw === '' ? '' : `“${raw}”`].filter(Boolean).join(' ')}：${message}`,
        ),
      ];
    }),
  ];
}

function ignoredLines({ ignoredRows, sheets }: RollReport): readonly string[] {
  if (ignoredRows.length === 0) return [];
  return [
    '',
    `不是住户、没有读的行（${ignoredRows.length}行）：`,
    ...sheets.flatMap(({ sheet }) =>
      Object.entries(reasons).flatMap(([reason, word]) => {
        const rows = ignoredRows.filter((row) => row.sheet === sheet && row.reason === reason).map(({ row }) => row);
        return rows.length === 0 ? [] : [`  “${sheet}”${word}：第${rows.join('、')}行`];
      }),
    ),
  ];
}
