/** Words for what was done: each kind of op and of act, and what became of an op. A new kind gets its words here. */
import type { OpKind } from '../domain/op.ts';
import type { AuditLanguage } from './auditWords.ts';
import type { AuditActKind } from './officeAudit.ts';

type Kinds = Readonly<Record<OpKind | AuditActKind, string>>;

export const AUDIT_KINDS_ZH = {
  'entry.record': '记分',
  'entry.reverse': '撤销记分',
  'entry.review': '审核记分',
  'committee.session': '开评议会',
  'committee.close': '评议会散会',
  'household.edit': '修改住户资料',
  'household.register': '登记住户',
  'household.merge': '并户',
  'household.split': '分户',
  'household.move': '迁移',
  'household.close': '销户',
  'card.replace': '换卡',
  'redemption.record': '兑换',
  'redemption.void': '作废兑换',
  'reservation.record': '预留',
  'reservation.cancel': '取消预留',
  'allowance.return': '还额度',
  'allowance.writeoff': '核销额度',
  'stock.move': '库存进出',
  'stock.count': '盘点',
  'case.decide': '处理待定的事',
  'month.publish': '公示月份',
  'publicity.final': '公示期满',
  'quarter.settle': '季末清零',
  'objection.record': '登记异议',
  'objection.answer': '答复异议',
  'year.rank': '年度排名定案',
  'ranking.exclude': '不参加排名',
  'town.arrange': '设村和网格',
  'rules.publish': '发布细则',
  'goods.publish': '发布商品',
  'policy.publish': '发布办法',
  'notice.publish': '发公告',
  'notice.withdraw': '撤公告',
  'carryover.entry': '转入旧记分',
  'carryover.redemption': '转入旧兑换',
  'op.adopt': '接收旧编号的记录',
  'sign-in': '登录',
  'sign-in.failed': '登录没成',
  'sign-out': '退出登录',
  'user.created': '添加人员',
  'user.changed': '修改人员',
  'password.reset': '重设密码',
  'password.changed': '自己改密码',
  'pin.reset': '重设 PIN',
  'enrol-code.made': '出登记码',
  'device.revoked': '停用设备',
  'file.exported': '导出文件',
  'job.begun': '开始长任务',
  'cards.printed': '取卡打印',
} satisfies Kinds;

export const AUDIT_KINDS_EN: Readonly<Record<keyof typeof AUDIT_KINDS_ZH, string>> = {
  'entry.record': 'Entry',
  'entry.reverse': 'Entry taken back',
  'entry.review': 'Review of an entry',
  'committee.session': 'Session of the committee',
  'committee.close': 'Session closed',
  'household.edit': 'Household edited',
  'household.register': 'Household registered',
  'household.merge': 'Households merged',
  'household.split': 'Household split',
  'household.move': 'Household moved',
  'household.close': 'Household closed',
  'card.replace': 'Card replaced',
  'redemption.record': 'Redemption',
  'redemption.void': 'Redemption voided',
  'reservation.record': 'Reservation',
  'reservation.cancel': 'Reservation cancelled',
  'allowance.return': 'Allowance returned',
  'allowance.writeoff': 'Allowance written off',
  'stock.move': 'Stock in or out',
  'stock.count': 'Stock count',
  'case.decide': 'Case decided',
  'month.publish': 'Month published',
  'publicity.final': 'Month final',
  'quarter.settle': 'Quarter settled',
  'objection.record': 'Objection recorded',
  'objection.answer': 'Objection answered',
  'year.rank': 'Yearly ranking frozen',
  'ranking.exclude': 'Not ranked in a year',
  'town.arrange': 'Villages and grids arranged',
  'rules.publish': 'Rules published',
  'goods.publish': 'Goods published',
  'policy.publish': 'Policy published',
  'notice.publish': 'Notice posted',
  'notice.withdraw': 'Notice withdrawn',
  'carryover.entry': 'Old entry carried over',
  'carryover.redemption': 'Old redemption carried over',
  'op.adopt': 'Record taken over from an old id',
  'sign-in': 'Signed in',
  'sign-in.failed': 'Sign-in failed',
  'sign-out': 'Signed out',
  'user.created': 'Person added',
  'user.changed': 'Person changed',
  'password.reset': 'Password reset',
  'password.changed': 'Own password changed',
  'pin.reset': 'PIN reset',
  'enrol-code.made': 'Enrolment code made',
  'device.revoked': 'Device revoked',
  'file.exported': 'File exported',
  'job.begun': 'Long work begun',
  'cards.printed': 'Cards taken for print',
};

export const AUDIT_OUTCOMES_ZH = { applied: '算数', held: '待处理', refused: '没有收' };
export const AUDIT_OUTCOMES_EN: typeof AUDIT_OUTCOMES_ZH = { applied: 'Counts', held: 'Waits', refused: 'Refused' };

const wordOf = (words: Readonly<Record<string, string>>, value: string) => words[value] ?? value;

/** What was done, in words; a kind that this version does not know as it is written. */
export function auditKind(kind: string, language: AuditLanguage): string {
  return wordOf(language === 'zh' ? AUDIT_KINDS_ZH : AUDIT_KINDS_EN, kind);
}

/** What became of an op, in words. */
export function auditOutcome(outcome: string, language: AuditLanguage): string {
  return wordOf(language === 'zh' ? AUDIT_OUTCOMES_ZH : AUDIT_OUTCOMES_EN, outcome);
}
