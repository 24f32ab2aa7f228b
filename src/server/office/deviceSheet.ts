/** The list of devices as an Excel file: figures are numbers, instants are dates of the town, everything else is text. */
import { clockOffMinutes, deviceState } from '../../protocol/deviceState.ts';
import type { OfficeDevice } from '../../protocol/officeDevices.ts';
import { type Cell, cellBook, momentCell, textCell as text, totalRow, wholeCell as whole } from '../sheets/cells.ts';

const MIB = 1024 * 1024;

const WORDS = {
  zh: {
    sheet: '设备',
    heads: [
      ...['设备', '编号', '种类', '村', '使用的人', '上次上传', '登记时间', '未上传', '离线额度（分）', '额度涉及户数'],
      ...['等处理', '已用存储（MB）', '可用存储（MB）', '时间差（分钟）', '版本', '状态'],
    ],
    kinds: { tablet: '平板', counter: '兑换柜台', office: '村委会电脑', console: '服务器' },
    states: { active: '在用', silent: '好久没消息', awaited: '等它上来报', revoked: '已停用' },
    between: '、',
    total: '合计',
  },
  en: {
    sheet: 'Devices',
    heads: [
      ...[
        'Device',
        'No.',
        'Kind',
        'Village',
        'Used by',
        'Last upload',
        'Enrolled',
        'Not uploaded',
        'Allowance (points)',
      ],
      ...[
        'Households of it',
        'In Cases',
        'Storage used (MB)',
        'Storage allowed (MB)',
        'Clock off (minutes)',
        'Version',
      ],
      'State',
    ],
    kinds: { tablet: 'tablet', counter: 'counter', office: 'office PC', console: 'server' },
    states: { active: 'in use', silent: 'not heard of', awaited: 'awaited', revoked: 'revoked' },
    between: ', ',
    total: 'Total',
  },
} as const;

/** Columns that are summed up, from 0: records that wait, points, Cases. */
const SUMMED = [7, 8, 10];

interface Place {
  /** The town's name: that of what belongs to no village. */
  readonly town: string;
  readonly villages: ReadonlyMap<string, string>;
  readonly zoneOffsetMinutes: number;
}

/** The file's bytes; `now` in ms. */
export function deviceSheet(
  devices: readonly OfficeDevice[],
  { town, villages, zoneOffsetMinutes }: Place,
  language: 'zh' | 'en',
  now: number,
): Buffer {
  const words = WORDS[language];
  const moment = (at: number | null): Cell => (at === null ? null : momentCell(at, zoneOffsetMinutes));
  const mb = (bytes: number | null, round: (n: number) => number): Cell =>
    bytes === null ? null : whole(round(bytes / MIB));
  const rows = devices.map((one) => [
    text(one.name),
    text(one.id),
    text(words.kinds[one.kind]),
    text(one.village === null ? town : (villages.get(one.village) ?? one.village)),
    text(one.users.map(({ name }) => name).join(words.between)),
    moment(one.lastSyncAt),
    moment(one.enrolledAt),
    whole(one.unsent),
    whole(one.allowance.points),
    whole(one.allowance.households),
    whole(one.openCases),
    mb(one.usedBytes, Math.ceil),
    mb(one.quotaBytes, Math.floor),
    whole(clockOffMinutes(one)),
    text(one.app),
    text(words.states[deviceState(one, now)]),
  ]);
  const total = totalRow(words.total, rows, words.heads.length, SUMMED);
  return cellBook([{ name: words.sheet, rows: [words.heads.map(text), ...rows, total] }]);
}
