/** What a verdict says where the office was too late, or spoke of what is not there. */
import type { RefusedCode } from '../../domain/verdict.ts';
import { overlayText } from '../overlayText.ts';
import type { Sentences } from './said.ts';

/** Refusals in the office. */
export const REFUSED_OFFICE = {
  unknown_case: {
    zh: () => '找不到要处理的那一条，没有改动。',
    en: () => 'The case it speaks of was not found; nothing was changed.',
  },
  unknown_device: {
    zh: (s) => `找不到 ${s.text('device')} 这台设备，或者不归您管，没有改动。`,
    en: (s) => `Device ${s.text('device')} was not found or is not yours to manage; nothing was changed.`,
  },
  leftover_stays: {
    zh: () => '政策定的是没兑完的积分结转下季，没有清零。要清零，请镇里先改政策。',
    en: () => 'The policy says that points left over stay, so nothing lapsed. Change the policy first.',
  },
  quarter_open: {
    zh: () => '这个季度还没过完，或者现在正开着兑换，没有清零。等季度结束、兑换期过了再办。',
    en: () => 'The quarter is not over or a redemption window is open, so nothing lapsed. Settle it afterwards.',
  },
  quarter_settled: {
    zh: () => '这个季度已经结转清零过了，没有再清。',
    en: () => 'The quarter was settled already; nothing lapsed again.',
  },
  redemptions_wait: {
    zh: (s) => `还有 ${s.text('count')} 笔兑换等着处理，没有清零。请先到「待处理」办完。`,
    en: (s) => `Redemptions that wait for a decision: ${s.text('count')}. Nothing lapsed; decide those Cases first.`,
  },
  unknown_notice: {
    zh: () => '找不到这条公告，或者不归您管，没有改动。',
    en: () => 'The notice was not found or is not yours to change; nothing was changed.',
  },
  notice_withdrawn: {
    zh: (s) => `${s.names.person(s.text('by'))}已经撤下这条公告，没有再改。要再发请另写一条。`,
    en: (s) =>
      `${s.names.person(s.text('by'))} has withdrawn this notice, so nothing was changed. Write a new one to post it again.`,
  },
  already_decided: {
    zh: (s) =>
      s.text('by') === ''
        ? '这条已经有结果了，先定的算数，没有再改。'
        : `${s.names.person(s.text('by'))}已经定过这条，先定的算数，没有再改。`,
    en: (s) =>
      s.text('by') === ''
        ? 'This was decided already; the first decision stands.'
        : `${s.names.person(s.text('by'))} decided this already; the first decision stands.`,
  },
  already_registered: {
    zh: (s) => `${s.text('household')} 这一户早就登记了，没有再登记。`,
    en: (s) => `Household ${s.text('household')} is registered already.`,
  },
  household_ended: {
    zh: (s) =>
      s.text('into') === ''
        ? `${s.names.household(s.text('household'))}已经销户，没有办成。要给货的先别给。`
        : `${s.names.household(s.text('household'))}已经并到${s.names.household(s.text('into'))}，没有再改。请打开那一户来办。`,
    en: (s) =>
      s.text('into') === ''
        ? `${s.names.household(s.text('household'))} is closed, so nothing was done. Do not hand over goods.`
        : `${s.names.household(s.text('household'))} was merged into ${s.names.household(s.text('into'))}; nothing was changed. Open that household instead.`,
  },
  unknown_member: {
    zh: (s) =>
      `${s.names.household(s.text('household'))}没有编号 ${s.text('member')} 的成员，没有分户。请核对成员再分。`,
    en: (s) =>
      `${s.names.household(s.text('household'))} has no member ${s.text('member')}, so it was not split. Check the members first.`,
  },
  decision_not_offered: {
    zh: () => '这一条不能这样处理，请换一种处理办法。',
    en: () => 'This case cannot be decided that way; please choose another decision.',
  },
  stale_version: {
    zh: () => '已经有更新的版本了，没有发布。请先看看新的再改。',
    en: () => 'There is a newer version already, so it was not published. Look at it first.',
  },
  outside_bounds: {
    zh: (s) =>
      `没有发布：${s.names.rule(s.text('item'))}（${s.text('item')}）${overlayText(s.text('problem'), s.number('limit'), 'zh-CN')}。请改好再发布。`,
    en: (s) =>
      `It was not published: ${s.names.rule(s.text('item'))} (${s.text('item')}) ${overlayText(s.text('problem'), s.number('limit'), 'en')}. Change it and publish again.`,
  },
  effective_past: {
    zh: (s) => `没有发布：新规则最早从发布当天起用，不能从 ${s.names.day(s.text('from'))}起。请换个日期。`,
    en: (s) =>
      `It was not published: new rules hold from the day they are published at the earliest, not from ${s.names.day(s.text('from'))}. Choose another day.`,
  },
  unknown_publication: {
    zh: (s) => `${s.text('month')} 这个月还没有公示，没有收。请先看看是哪个月。`,
    en: (s) => `The month ${s.text('month')} is not published, so this was not taken. Check which month it is about.`,
  },
  month_not_final: {
    zh: (s) =>
      s.number('open') > 0
        ? `${s.text('month')} 的公示还有 ${s.text('open')} 条异议没有答复，积分还不能用。`
        : `${s.text('month')} 的公示到${s.names.day(s.text('until'))}为止，还没有期满，积分还不能用。`,
    en: (s) =>
      s.number('open') > 0
        ? `Objections to ${s.text('month')} that are not answered: ${s.text('open')}. Its points cannot be spent yet.`
        : `${s.text('month')} hangs until ${s.names.day(s.text('until'))}, so its points cannot be spent yet.`,
  },
  objection_closed: {
    zh: (s) =>
      `公示期到${s.names.day(s.text('until'))}为止，已经过了，没有收作异议。记分确实错了的，可以在记录里撤销。`,
    en: (s) =>
      `Objections were taken until ${s.names.day(s.text('until'))}, so this was not taken as one. A wrong entry can still be reversed.`,
  },
  unknown_objection: {
    zh: (s) => `找不到异议 ${s.text('objection')}，答复没有收。请核对受理号。`,
    en: (s) => `There is no objection ${s.text('objection')}, so the answer was not taken. Check its number.`,
  },
  objection_answered: {
    zh: (s) => `异议 ${s.text('objection')} 已经由${s.names.person(s.text('by'))}答复过，以先答复的为准。`,
    en: (s) =>
      `${s.names.person(s.text('by'))} has answered objection ${s.text('objection')} already; that answer stands.`,
  },
} satisfies Partial<Readonly<Record<RefusedCode, Sentences>>>;
