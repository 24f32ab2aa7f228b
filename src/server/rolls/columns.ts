import { isIdHeader } from './idNumbers.ts';
import { columnLetter, type Row } from './table.ts';
import { comparable } from './text.ts';

/** What a column of a roll can mean to us. `memberName` holds one name per row or all names of the household. */
export type Field =
  | 'seq'
  | 'code'
  | 'naturalVillage'
  | 'grid'
  | 'doorPlate'
  | 'head'
  | 'declaredMembers'
  | 'memberName'
  | 'relation'
  | 'gender'
  | 'birth'
  | 'phone'
  | 'awayPlace'
  | 'status'
  | 'tags'
  | 'note';

/** Header words as village offices write them, compared simplified, half-width, without spaces and brackets. */
const vocabulary: readonly (readonly [Field, RegExp])[] = [
  ['seq', /^(序号|顺序号?|行号|no\.?)$/i],
  ['code', /^((农|家庭|住|本|住宅)?户?(编号|编码|代码)|(农|住|家庭)?户(号|号码|籍编号|口编号)|householdcode|code)$/i],
  ['naturalVillage', /^(所在|所属|居住)?(自然村|村民小组|村小组|小组|组别|村组|屯|生产队|片区|组)(名称?)?$/],
  ['grid', /^((所属|所在)?网格(名称?|编号|号)?|grid)$/i],
  ['doorPlate', /^((家庭|居住|现|详细)?(门牌|住址|地址)(号码?|地址)?|家庭住址|房号|屋号|楼牌号?)$/],
  ['head', /^((家庭)?户主(姓名|名字|名)?|户主名称|家长姓名|户名|householder|head)$/i],
  ['declaredMembers', /^(户|家庭|全家|户内|在册|户籍)?(总?人口|人数)(数|数量|合计)?$|^(家庭)?成员(数|人数|数量)$/],
  ['memberName', /^((家庭|户内|家庭全部)?(成员|人员)(姓名|名字|名单|情况)?|姓名|名字|name)$/i],
  ['relation', /^((与|和|同)?(本户)?户主的?关系|关系|家庭关系|成员关系|称谓)$/],
  ['gender', /^(性别|男女|gender|sex)$/i],
  ['birth', /^(出生(年份|日期|年月日?|时间|年)?|生日|birthyear|birthday)$/i],
  ['phone', /^((户主|联系|家庭|移动|本人)?(联系)?(电话|手机)(号码?)?|联系方式|联系号码|phone|tel\.?|mobile)$/i],
  ['awayPlace', /^((外出|务工|现居|打工)(地点?|地址|去向|所在地|地区)|去向)$/],
  ['status', /^((居住|在家|住户)?(状态|状况|情况)|是否(外出|在家|常住))$/],
  ['tags', /^(农?户|家庭)?(类型|类别|标签|属性|性质)$/],
  ['note', /^(备注|说明|附注|备考)(说明|信息|栏)?$/],
];

export interface Column {
  readonly field: Field;
  readonly header: string;
  readonly letter: string;
  readonly index: number;
}

export interface Header {
  /** 1-based rows taken by the header: one, or two for a merged one. */
  readonly rows: readonly number[];
  readonly columns: readonly Column[];
  /** Headers that mean nothing to us, so that the report can say what was not read. */
  readonly unread: readonly string[];
  /** Compared forms of every header text by column, to know a repeated header again. */
  readonly words: readonly ReadonlySet<string>[];
}

const headerSearchRowsMax = 40;
const headerFieldsMin = 3;

function headerWord(cell: string): string {
  return comparable(cell)
    .replace(/[([【].*?[)\]】]/g, '')
    .replace(/[:*★、.]+$/, '');
}

function fieldOf(cell: string): Field | undefined {
  const word = headerWord(cell);
  return word === '' ? undefined : vocabulary.find(([, pattern]) => pattern.test(word))?.[0];
}

/** Filled cells that are header words, and filled cells at all. */
function headerShare(row: Row): { readonly known: number; readonly filled: number } {
  const filled = row.cells.filter((cell) => cell.trim() !== '');
  return {
    known: filled.filter((cell) => fieldOf(cell) !== undefined || isIdHeader(cell)).length,
    filled: filled.length,
  };
}

function combine(rows: readonly Row[]): Header {
  const width = Math.max(...rows.map((row) => row.cells.length));
  const columns: Column[] = [];
  const unread: string[] = [];
  const words: ReadonlySet<string>[] = [];
  for (let index = 0; index < width; index += 1) {
    const texts = rows.map((row) => (row.cells[index] ?? '').trim()).filter((text) => text !== '');
    words.push(new Set(texts.map(headerWord)));
    // The lower header row is the finer one: 家庭成员情况 above 姓名, 关系, 性别.
    const header = texts.at(-1);
    if (header === undefined || isIdHeader(header)) continue;
    const field = fieldOf(header);
    if (field === undefined || columns.some((column) => column.field === field)) unread.push(header);
    else columns.push({ field, header, letter: columnLetter(index), index });
  }
  return { rows: rows.map((row) => row.row), columns: settleNames(columns), unread, words };
}

/** 姓名 alone, without relations and without a column of heads, is the head of one household per row. */
function settleNames(columns: readonly Column[]): readonly Column[] {
  const has = (field: Field): boolean => columns.some((column) => column.field === field);
  if (has('head') || has('relation')) return columns;
  return columns.map((column) =>
    column.field === 'memberName' && /^(姓名|名字|name)$/i.test(headerWord(column.header))
      ? { ...column, field: 'head' }
      : column,
  );
}

/** Finds the header, one row or two, by its words alone; undefined when this sheet has none. */
export function findHeader(rows: readonly Row[]): Header | undefined {
  for (const [index, first] of rows.slice(0, headerSearchRowsMax).entries()) {
    const next = rows[index + 1];
    const share = headerShare(first);
    const nextShare = next === undefined ? undefined : headerShare(next);
    const takesNext = nextShare !== undefined && nextShare.known >= 2 && nextShare.known * 2 > nextShare.filled;
    if (share.known < 2 || share.known * 2 < share.filled) continue;
    const header = combine(takesNext && next !== undefined ? [first, next] : [first]);
    const names = header.columns.some(({ field }) => field === 'head' || field === 'memberName');
    if (names && header.columns.length >= headerFieldsMin) return header;
  }
  return undefined;
}

/** Is this row the header (or its second row) printed again further down? */
export function repeatsHeader(row: Row, header: Header): boolean {
  const filled = row.cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [{ word: headerWord(cell), index }]));
  const same = filled.filter(({ word, index }) => header.words[index]?.has(word)).length;
  return same >= 2 && same * 2 > filled.length;
}
