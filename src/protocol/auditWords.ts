/** Words for what the audit page and its file say of an act: names of fields, and values that are one of a few. */

export type AuditLanguage = 'zh' | 'en';

type Words = Readonly<Record<AuditLanguage, string>>;

const FIELDS: Readonly<Record<string, Words>> = {
  about: { zh: '关于', en: 'about' },
  active: { zh: '启用', en: 'active' },
  answer: { zh: '答复', en: 'answer' },
  card: { zh: '卡号', en: 'card' },
  case: { zh: '待处理编号', en: 'case' },
  chair: { zh: '主持', en: 'chair' },
  choice: { zh: '选定', en: 'choice' },
  date: { zh: '日期', en: 'date' },
  decision: { zh: '决定', en: 'decision' },
  device: { zh: '设备', en: 'device' },
  doorPlate: { zh: '门牌', en: 'door plate' },
  effectiveFrom: { zh: '生效日', en: 'in force from' },
  effects: { zh: '作的改动', en: 'changes' },
  entry: { zh: '记分编号', en: 'entry' },
  excluded: { zh: '不参加', en: 'left out' },
  fields: { zh: '改了哪些', en: 'fields' },
  follow: { zh: '照镇里的', en: 'as the town' },
  from: { zh: '从', en: 'from' },
  goods: { zh: '商品', en: 'goods' },
  grid: { zh: '网格', en: 'grid' },
  grids: { zh: '网格', en: 'grids' },
  handOver: { zh: '怎么给', en: 'handed over' },
  head: { zh: '户主', en: 'head' },
  how: { zh: '怎么提的', en: 'by' },
  instead: { zh: '代替单号', en: 'instead of' },
  into: { zh: '并到', en: 'into' },
  kind: { zh: '种类', en: 'kind' },
  level: { zh: '档次', en: 'level' },
  lines: { zh: '行数', en: 'lines' },
  member: { zh: '成员', en: 'member' },
  members: { zh: '成员数', en: 'members' },
  mode: { zh: '兑法', en: 'mode' },
  month: { zh: '月份', en: 'month' },
  n: { zh: '第几张', en: 'number' },
  name: { zh: '名字', en: 'name' },
  naturalVillage: { zh: '自然村', en: 'natural village' },
  note: { zh: '备注', en: 'note' },
  notice: { zh: '公告编号', en: 'notice' },
  objection: { zh: '异议编号', en: 'objection' },
  on: { zh: '哪天', en: 'on' },
  outcome: { zh: '结果', en: 'outcome' },
  period: { zh: '时期', en: 'period' },
  phone: { zh: '电话', en: 'phone' },
  photos: { zh: '照片数', en: 'photos' },
  points: { zh: '分', en: 'points' },
  present: { zh: '到会人数', en: 'present' },
  quantity: { zh: '数量', en: 'quantity' },
  quarter: { zh: '季度', en: 'quarter' },
  reason: { zh: '理由', en: 'reason' },
  recordedBy: { zh: '原记录人', en: 'recorded by' },
  redemption: { zh: '兑换单号', en: 'redemption' },
  replace: { zh: '换下的', en: 'replaces' },
  reservation: { zh: '预留单号', en: 'reservation' },
  role: { zh: '职务', en: 'role' },
  rows: { zh: '行数', en: 'rows' },
  rule: { zh: '项目', en: 'item' },
  rules: { zh: '项目数', en: 'items' },
  session: { zh: '会议编号', en: 'session' },
  status: { zh: '状态', en: 'status' },
  store: { zh: '店', en: 'store' },
  subject: { zh: '对象', en: 'about' },
  tags: { zh: '标签数', en: 'tags' },
  text: { zh: '内容', en: 'text' },
  title: { zh: '标题', en: 'title' },
  to: { zh: '到', en: 'to' },
  undo: { zh: '当场撤销', en: 'undone at once' },
  until: { zh: '到哪天', en: 'until' },
  version: { zh: '第几版', en: 'version' },
  village: { zh: '村', en: 'village' },
  villages: { zh: '村数', en: 'villages' },
  was: { zh: '原编号', en: 'was' },
  what: { zh: '什么', en: 'what' },
  with: { zh: '和谁', en: 'with' },
  year: { zh: '年份', en: 'year' },
};

const VALUES: Readonly<Record<string, Words>> = {
  'decision approve': { zh: '通过', en: 'approved' },
  'decision reject': { zh: '不通过', en: 'rejected' },
  'decision accept': { zh: '算数', en: 'accepted' },
  'decision keep_both': { zh: '两条都算', en: 'both kept' },
  'decision swap': { zh: '换下原来那条', en: 'swapped' },
  'decision merge': { zh: '并为一户', en: 'merged' },
  'decision noted': { zh: '知道了', en: 'noted' },
  'decision cut': { zh: '只算一部分', en: 'cut' },
  'decision reprice': { zh: '按现价', en: 'repriced' },
  'decision to': { zh: '记到另一户', en: 'given to another' },
  'mode online': { zh: '连网', en: 'online' },
  'mode allowance': { zh: '离线额度', en: 'offline allowance' },
  'how page': { zh: '公示网页', en: 'public page' },
  'how phone': { zh: '电话', en: 'phone' },
  'how paper': { zh: '纸条', en: 'paper' },
  'outcome upheld': { zh: '成立', en: 'upheld' },
  'outcome partly': { zh: '部分成立', en: 'partly upheld' },
  'outcome dismissed': { zh: '不成立', en: 'dismissed' },
  'handOver store': { zh: '到店领', en: 'at the store' },
  'handOver door': { zh: '送上门', en: 'at the door' },
  'status active': { zh: '在册', en: 'registered' },
  'status away': { zh: '外出', en: 'away' },
  'what ranking': { zh: '年度排名', en: 'yearly ranking' },
  'kind received': { zh: '进货', en: 'received' },
  'kind handed_out': { zh: '领出', en: 'handed out' },
  'kind handed_back': { zh: '交回', en: 'handed back' },
  'kind written_off': { zh: '报损', en: 'written off' },
};

/** 村：DL / village: DL. A field or value without a word here is said as it is written. */
export function auditSaid(field: string, value: string | number | boolean | null, language: AuditLanguage): string {
  const name = FIELDS[field]?.[language] ?? field;
  return language === 'zh'
    ? `${name}：${valueWords(field, value, language)}`
    : `${name}: ${valueWords(field, value, language)}`;
}

function valueWords(field: string, value: string | number | boolean | null, language: AuditLanguage): string {
  if (value === null) return '—';
  if (value === true) return language === 'zh' ? '是' : 'yes';
  if (value === false) return language === 'zh' ? '否' : 'no';
  return VALUES[`${field} ${value}`]?.[language] ?? String(value);
}
