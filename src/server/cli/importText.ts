import type { Kept, KeptReason } from '../register/roll/planHousehold.ts';
import type { PlannedOp } from '../register/roll/planImport.ts';
import { formatReport } from '../rolls/formatReport.ts';
import type { ImportOutcome } from './importRoll.ts';

const FIELDS: Readonly<Record<string, string>> = {
  head: '户主',
  phone: '电话',
  doorPlate: '门牌',
  status: '状态',
  tags: '标签',
  members: '成员',
  naturalVillage: '自然村',
  grid: '网格',
};
const ATTRIBUTES: Readonly<Record<string, string>> = { relation: '关系', birthYear: '出生年份', gender: '性别' };
const VALUES: Readonly<Record<string, string>> = { active: '在村', away: '外出' };
const KEPT: Readonly<Record<KeptReason, string>> = {
  older: '系统里后来改过，保留系统里的',
  place: '自然村和网格不能用导入来改，保留系统里的',
  absent: '花名册里没有这个成员，仍保留',
};

/** The report for the terminal, in Chinese: the roll as read, then what the import did with it. */
export function importText(outcome: ImportOutcome): readonly string[] {
  const { plan } = outcome;
  return [
    formatReport(outcome.roll),
    '',
    ...arrangementLines(outcome),
    ...section('修改的户', plan.changed, (one) => `${titleOf(one)}：${editText(one)}`),
    ...section('没有照花名册改的内容', plan.kept, (one) => `${one.household} ${one.head} ${keptText(one)}`),
    ...section('系统里有、花名册里没有的户，都保留', plan.missing, (one) => `${one.household} ${one.head}`),
    ...section('没有导入的户：看不出属于哪个网格，请在花名册里补上', plan.withoutGrid, titleOf),
    ...section('没有导入的户：内容不合要求', outcome.notTaken, (one) => `${titleOf(one)}：${one.field || one.code}`),
    summary(outcome),
  ];
}

function summary({ village, dryRun, plan, notTaken }: ImportOutcome): string {
  const counts =
    `新登记${plan.added.length}户，修改${plan.changed.length}户，没有变化${plan.unchanged}户，` +
    `没有导入${plan.withoutGrid.length + notTaken.length}户`;
  if (dryRun) return `试运行，什么都没有改。正式导入${village.name}会：${counts}。`;
  if (plan.added.length + plan.changed.length === 0) return `${village.name}：没有新内容，什么都没有改（${counts}）。`;
  return `已导入${village.name}：${counts}。`;
}

function arrangementLines({ arranged }: ImportOutcome): readonly string[] {
  if (arranged === null) return [];
  return [
    `新的村，网格按花名册分（${arranged.grids.length}个）：`,
    ...arranged.grids.map(({ code, name, naturalVillages }) => `  ${code} ${name}：${naturalVillages.join('、')}`),
    '',
  ];
}

function section<T>(title: string, items: readonly T[], line: (item: T) => string): readonly string[] {
  if (items.length === 0) return [];
  return [`${title}（${items.length}）：`, ...items.map((item) => `  ${line(item)}`), ''];
}

function titleOf({ household, head, sources }: Pick<PlannedOp, 'household' | 'head' | 'sources'>): string {
  const rows = sources.map(({ sheet, row }) => `“${sheet}”第${row}行`).join('、');
  return `${household} ${head}（${rows}）`;
}

function editText({ op }: PlannedOp): string {
  if (op.kind !== 'household.edit') return '';
  return op.body.set
    .map(({ field, was, value }) => `${fieldText(field)} ${valueText(was)}→${valueText(value)}`)
    .join('；');
}

function keptText({ field, reason, here, roll }: Kept): string {
  const values = reason === 'absent' ? here : `${valueText(here)}，花名册写“${valueText(roll)}”`;
  return `${fieldText(field)} ${values}：${KEPT[reason]}`;
}

function fieldText(field: string): string {
  const [name = '', part = ''] = field.split('.');
  return `${FIELDS[name] ?? name}${ATTRIBUTES[part] ?? ''}`;
}

function valueText(value: unknown): string {
  if (value === null || value === '') return '（空）';
  if (typeof value === 'string') return VALUES[value] ?? value;
  if (Array.isArray(value)) return value.length === 0 ? '（空）' : value.join('、');
  const { name, relation, birthYear, gender, tags } = value as Record<string, unknown>;
  return [name, relation, gender, birthYear, Array.isArray(tags) ? tags.join('、') : '']
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}
