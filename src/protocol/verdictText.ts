/**
 * What a verdict says to a person, in both languages (SY-5): one spoken sentence that tells what happened,
 * what is safe and what to do. The lists are closed: a code without words does not compile.
 */
import type { Verdict, VerdictCode, VerdictParams } from '../domain/verdict.ts';
import { overlayText } from './overlayText.ts';

export type TextLanguage = 'zh-CN' | 'en';

/** Names behind the codes in a verdict; each gives the code itself when it knows no better. */
export interface VerdictNames {
  rule(code: string): string;
  person(id: string): string;
  /** `2026-11-23` as people read it. */
  day(day: string): string;
  /** A household as people call it: its head's family, where that is known. */
  household(code: string): string;
  /** Goods as the shelf calls them. */
  goods(sku: string): string;
}

interface Said {
  readonly number: (name: string) => number;
  readonly text: (name: string) => string;
  readonly list: (name: string) => readonly string[];
  readonly names: VerdictNames;
}

type Sentence = (said: Said) => string;
type Sentences = { readonly zh: Sentence; readonly en: Sentence };

const FIELDS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  head: { zh: '户主姓名', en: 'name of the head' },
  phone: { zh: '电话', en: 'phone' },
  doorPlate: { zh: '门牌', en: 'door plate' },
  status: { zh: '在家情况', en: 'at home or away' },
  tags: { zh: '标签', en: 'tags' },
  pin: { zh: '家庭密码', en: 'family PIN' },
};

/** The name of a profile field; a member's fields are one. */
export function fieldName(field: string, language: TextLanguage): string {
  const known = FIELDS[field] ?? { zh: '家庭成员', en: 'family member' };
  return language === 'en' ? known.en : known.zh;
}

const zhFields = (said: Said) => [...new Set(said.list('fields').map((f) => fieldName(f, 'zh-CN')))].join('、');
const enFields = (said: Said) => [...new Set(said.list('fields').map((f) => fieldName(f, 'en')))].join(', ');
/** Of a family PIN no earlier value can be restored. */
const onlyPin = (said: Said) => said.list('fields').join() === 'pin';
const zhGoods = (said: Said) => said.list('goods').map(said.names.goods).join('、');
const enGoods = (said: Said) => said.list('goods').map(said.names.goods).join(', ');
const sign = (points: number) => (points < 0 ? `\u2212${-points}` : `+${points}`);
/** `2026-10` as people say a month. */
const zhMonth = (month: string) => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

const APPLIED_AND_HELD = {
  ok: { zh: () => '已算数。', en: () => 'It counts.' },
  recomputed: {
    zh: (s) => `按当天的规则算 ${sign(s.number('points'))} 分，不是 ${sign(s.number('was'))} 分，已按规则记上。`,
    en: (s) =>
      `Under the rules of that day it is ${sign(s.number('points'))}, not ${sign(s.number('was'))}. The rules’ figure counts.`,
  },
  points_changed: {
    zh: (s) => `已同意，由 ${sign(s.number('was'))} 分改为 ${sign(s.number('points'))} 分。`,
    en: (s) => `Approved, with ${sign(s.number('points'))} points instead of ${sign(s.number('was'))}.`,
  },
  agreed_first: {
    zh: () => '已记下您同意，还要另一个人也同意才算数。',
    en: () => 'Your approval is noted. It counts once a second person approves too.',
  },
  late: {
    zh: (s) => `已算数。${zhMonth(s.text('late'))}的公示已经出了，这条放进下一次公示。`,
    en: (s) => `It counts. ${s.text('late')} was already published, so it goes into the next publication.`,
  },
  old_card: {
    zh: (s) => `已算数。扫的是换掉的旧卡（第 ${s.number('oldCard')} 张），村委会会看到这个标记。`,
    en: (s) => `It counts. The card was an old one (no. ${s.number('oldCard')}); the office sees this mark.`,
  },
  overrode: {
    zh: (s) =>
      onlyPin(s)
        ? '家庭密码已改好。别人也设过，您设得晚，用您的。'
        : `已改好。${zhFields(s)}别人也改过，您改得晚，用您的；他的留在记录里，可以恢复。`,
    en: (s) =>
      onlyPin(s)
        ? 'The family PIN is changed. Someone else set one too; yours is later and stands.'
        : `Changed. Someone else also changed ${enFields(s)}; yours is later and stands, theirs is kept in the history.`,
  },
  kept_later: {
    zh: (s) =>
      onlyPin(s)
        ? '家庭密码别人设得更晚，现在用他设的。不对的话，再设一次。'
        : `${zhFields(s)}别人改得更晚，现在用他的；您的留在记录里，点「恢复」就能换回来。`,
    en: (s) =>
      onlyPin(s)
        ? 'Someone set the family PIN later, and that one stands. If it is not right, set it once more.'
        : `Someone changed ${enFields(s)} later, so theirs stands; yours is in the history and “Restore” brings it back.`,
  },
  written_off: {
    zh: (s) =>
      s.number('shortfall') > 0
        ? `已算数。本机的额度村委会先前核销了，这单有 ${s.number('shortfall')} 分这一户已不够，由核销承担，不扣这一户。`
        : '已算数。本机的额度村委会先前核销了，这单改从这一户剩下的积分里扣，够扣。',
    en: (s) =>
      s.number('shortfall') > 0
        ? `It counts. The office had written this device’s allowance off; the household lacked ${s.number('shortfall')} points for it, which the write-off bears, not the household.`
        : 'It counts. The office had written this device’s allowance off; the household’s other points covered it.',
  },
  followed: {
    zh: (s) => `这一户并户或分户了，这条记在${s.names.household(s.text('to'))}，已算数。`,
    en: (s) =>
      `This household was merged or split; the record went to ${s.names.household(s.text('to'))} and counts there.`,
  },
  likely_duplicate: {
    zh: (s) =>
      `已登记。这一户和 ${s.list('duplicates').join('、')} 很像是同一户，两户都先留着，请村委会看看要不要并户。`,
    en: (s) =>
      `Registered. It looks like the same household as ${s.list('duplicates').join(', ')}; both stay, and the office decides whether to merge them.`,
  },
  over_limit: {
    zh: () => '已算数。这一户这一期有的商品兑得比规定的多了，货已经给了就不用追，村委会会看到。',
    en: () =>
      'It counts. The household now has more of some goods than it may have this period; the goods stay with it, and the office sees it.',
  },
  several_successors: {
    zh: () => '这一户分户了，这条是分户前记的，不知道该算哪一家，等村委会定。',
    en: () => 'This household was split, and this was recorded before. Which part it belongs to waits for the office.',
  },
  household_closed: {
    zh: (s) => `${s.names.household(s.text('household'))}已经销户，这条是销户以后记的，等村委会定。`,
    en: (s) =>
      `${s.names.household(s.text('household'))} was closed, and this was recorded afterwards. It waits for the office.`,
  },
  same_code: {
    zh: (s) => `编号 ${s.text('household')} 已经是另一户的，两户的资料都留着，等村委会定这一户用哪个编号。`,
    en: (s) =>
      `The code ${s.text('household')} is another household’s already. Both are kept; it waits for the office to give this one a code.`,
  },
  over_cap: {
    zh: (s) => `「${s.names.rule(s.text('rule'))}」这一期已经记满，这条先不算，等村委会定。`,
    en: (s) =>
      `“${s.names.rule(s.text('rule'))}” has reached its limit for this period. This one waits for the office.`,
  },
  over_cap_part: {
    zh: (s) =>
      `「${s.names.rule(s.text('rule'))}」这一期只剩 ${Math.abs(s.number('allowed'))} 分，这条是 ${Math.abs(s.number('points'))} 分，等村委会定。`,
    en: (s) =>
      `“${s.names.rule(s.text('rule'))}” has ${Math.abs(s.number('allowed'))} points left in this period and this one is ${Math.abs(s.number('points'))}. It waits for the office.`,
  },
  rule_off: {
    zh: (s) => `${s.names.day(s.text('date'))}这天没有「${s.names.rule(s.text('rule'))}」这个项目，等村委会定。`,
    en: (s) =>
      `“${s.names.rule(s.text('rule'))}” was not in use on ${s.names.day(s.text('date'))}. It waits for the office.`,
  },
  points_out_of_range: {
    zh: (s) => `「${s.names.rule(s.text('rule'))}」不能记 ${sign(s.number('points'))} 分，等村委会定。`,
    en: (s) =>
      `“${s.names.rule(s.text('rule'))}” cannot give ${sign(s.number('points'))} points. It waits for the office.`,
  },
  date_future: {
    zh: (s) => `日期写的是${s.names.day(s.text('date'))}，还没到。等村委会定，也请看看平板的日期对不对。`,
    en: (s) =>
      `The date ${s.names.day(s.text('date'))} lies ahead. It waits for the office; please check the tablet’s date too.`,
  },
  date_too_old: {
    zh: (s) => `日期写的是${s.names.day(s.text('date'))}，只收${s.names.day(s.text('oldest'))}以后的，等村委会定。`,
    en: (s) =>
      `The date ${s.names.day(s.text('date'))} is too old; deeds count from ${s.names.day(s.text('oldest'))}. It waits for the office.`,
  },
  no_right: {
    zh: (s) => `这一户现在不归${s.names.person(s.text('by'))}管，等村委会定。`,
    en: (s) => `This household is not ${s.names.person(s.text('by'))}’s now. It waits for the office.`,
  },
  over_allowance: {
    zh: (s) => `这单要 ${s.number('points')} 分，本机可给这一户用 ${s.number('remaining')} 分，等村委会定。`,
    en: (s) =>
      `This needs ${s.number('points')} points and this device may spend ${s.number('remaining')} for the household. It waits for the office.`,
  },
  receipt_stands: {
    zh: (s) =>
      `这单是凭号 ${s.text('redemption')} 退了一部分以后留下的，那一单还没有作废，货和分都记在那一单上。东西和小票留好，等村委会先定那一单。`,
    en: (s) =>
      `This is what was kept of receipt ${s.text('redemption')}, which is not voided yet: goods and points are on that receipt. Keep both papers; the office settles that receipt first.`,
  },
  outside_window: {
    zh: (s) => `${s.names.day(s.text('date'))}不是兑换的日子，等村委会定。`,
    en: (s) => `${s.names.day(s.text('date'))} is not a redemption day. It waits for the office.`,
  },
  price_changed: {
    zh: (s) =>
      `下单时用的价早就改了：小票上 ${s.number('points')} 分，按当时的价是 ${s.number('now')} 分。小票先留着，分先占着，等村委会定。`,
    en: (s) =>
      `The order used prices that had changed long before: ${s.number('points')} points on the receipt, ${s.number('now')} at the prices of that time. Keep the receipt; the points stay reserved until the office decides.`,
  },
  old_card_redemption: {
    zh: (s) =>
      `用的是换掉的旧卡（第 ${s.number('oldCard')} 张）。没给货就先别给；货已经给了就留好小票，分先占着，等村委会定。`,
    en: (s) =>
      `The card was an old one (no. ${s.number('oldCard')}). Do not hand over goods; if they are gone, keep the receipt. The points stay reserved until the office decides.`,
  },
  stock_below_zero: {
    zh: (s) =>
      `账上${s.text('name') || s.text('sku')}少于零（${sign(s.number('quantity'))} 件）：给出去的比记进来的多。兑换都算数，住户的分不动；请店员点一点货架，再记一次盘点。`,
    en: (s) =>
      `The books show fewer than none of ${s.text('name') || s.text('sku')} (${sign(s.number('quantity'))}): more went out than was booked in. Every redemption counts and nobody’s points change; ask the clerk to count the shelf and book the count.`,
  },
  unknown_household: {
    zh: (s) => `村里还没有 ${s.text('household')} 这一户，等村委会定。`,
    en: (s) => `The village has no household ${s.text('household')} yet. It waits for the office.`,
  },
  unknown_kind: {
    zh: () => '这条是新版本记的，村里的服务升级以后再处理，记录好好存着。',
    en: () => 'A newer version wrote this. It is kept and judged once the village’s server is updated.',
  },
  device_revoked: {
    zh: () => '村委会停用了记这条的设备。这条已经交给村委会，算不算由他们定。',
    en: () => 'The office revoked the device that wrote this. The office has the record and decides whether it counts.',
  },
  forked: {
    zh: (s) =>
      `这台设备的记录曾有两份，对不上。这条原来的编号是 ${s.text('was')}，已经交给村委会，算不算由他们定，不用再记。`,
    en: (s) =>
      `There were two copies of this device’s records. This one, ${s.text('was')} before, is with the office, which decides whether it counts; do not record it again.`,
  },
  after_restore: {
    zh: () => '服务器恢复过备份，这条说到的内容要等另一台设备补传，或等村里重新决定，到时自动处理，记录好好存着。',
    en: () =>
      'The server was restored from a backup. What this record speaks of comes again from another device, or is decided again; it is settled then by itself.',
  },
} satisfies Readonly<Record<Exclude<Verdict, { outcome: 'refused' }>['code'], Sentences>>;

const REFUSED = {
  malformed: {
    zh: (s) => `这条写得不对（${s.text('field')}），没有收。请导出来交给村委会。`,
    en: (s) => `This record is not well formed (${s.text('field')}) and was not taken. Export it for the office.`,
  },
  not_allowed: {
    zh: () => '您没有做这件事的权限，没有收。请村委会来做。',
    en: () => 'You may not do this, so it was not taken. Please ask the office to do it.',
  },
  insufficient: {
    zh: (s) => `积分不够：这单要 ${s.number('points')} 分，现在可用 ${s.number('free')} 分。先别给货。`,
    en: (s) =>
      `Not enough points: this needs ${s.number('points')}, ${s.number('free')} can be used now. Do not hand over goods.`,
  },
  limit_reached: {
    zh: (s) => `${zhGoods(s)}：这一户这一期能兑的已经到数，没有办成，积分没有动。先别给货，把它减下来再办。`,
    en: (s) =>
      `${enGoods(s)}: that is more than the household may have this period, so nothing was done and no points were touched. Do not hand over goods; take some out and try again.`,
  },
  no_counter: {
    zh: () => '村里还没有能用的兑换柜台，没有留成。积分没有动；柜台开通以后再预留，或者让网格员上门兑换。',
    en: () =>
      'The village has no counter in use, so nothing was reserved. No points were touched; reserve once there is a counter, or redeem at the door.',
  },
  out_of_stock: {
    zh: (s) => `${zhGoods(s)}：店里不够了，没有留成。积分没有动，换一样或者等到货再留。`,
    en: (s) =>
      `${enGoods(s)}: the store has not enough, so nothing was reserved. No points were touched; choose something else or wait for new stock.`,
  },
  window_closed: {
    zh: () => '现在不是兑换的日子，没有兑成。先别给货。',
    en: () => 'This is not a redemption day, so nothing was redeemed. Do not hand over goods.',
  },
  price_outdated: {
    zh: (s) =>
      `价格改过了：这单写 ${s.number('points')} 分，现在是 ${s.number('now')} 分，没有兑成。先别给货，同步以后重新下单。`,
    en: (s) =>
      `Prices have changed: this order says ${s.number('points')} points, it is ${s.number('now')} now. Nothing was redeemed. Do not hand over goods; sync and order again.`,
  },
  card_replaced: {
    zh: (s) => `这张卡已经换过新的了（这是第 ${s.number('oldCard')} 张），没有兑成。先别给货，请用新卡，旧卡请收回。`,
    en: (s) =>
      `This card was replaced (it is no. ${s.number('oldCard')}), so nothing was redeemed. Do not hand over goods; use the new card and keep the old one.`,
  },
  unknown_entry: {
    zh: () => '找不到要改的那条记分，没有改动。',
    en: () => 'The entry it speaks of was not found; nothing was changed.',
  },
  unknown_redemption: {
    zh: () => '找不到要作废的那次兑换，没有改动。',
    en: () => 'The redemption to void was not found; nothing was changed.',
  },
  unknown_reservation: {
    zh: () => '找不到这次预留，没有改动。',
    en: () => 'The reservation was not found; nothing was changed.',
  },
  unknown_case: {
    zh: () => '找不到要处理的那一条，没有改动。',
    en: () => 'The case it speaks of was not found; nothing was changed.',
  },
  unknown_device: {
    zh: (s) => `找不到 ${s.text('device')} 这台设备，或者不归您管，没有改动。`,
    en: (s) => `Device ${s.text('device')} was not found or is not yours to manage; nothing was changed.`,
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
  already_reversed: {
    zh: () => '这条早就撤销了，没有再撤一次。',
    en: () => 'This entry was taken back already; it is not taken back twice.',
  },
  already_voided: {
    zh: () => '这次兑换早就作废了，没有再作废一次。',
    en: () => 'This redemption was voided already; it is not voided twice.',
  },
  reservation_ended: {
    zh: (s) =>
      s.text('how') === 'handed_over'
        ? '预留的货已经取走了，没有取消。要退货请作废那次兑换。'
        : '这次预留早就结束了，没有再取消一次。',
    en: (s) =>
      s.text('how') === 'handed_over'
        ? 'The reserved goods were handed over already, so nothing was cancelled. To take them back, void that redemption.'
        : 'This reservation ended before; it is not cancelled twice.',
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
  needs_committee: {
    zh: () => '这个项目要积分监督委员会来审，没有改动。',
    en: () => 'The points committee decides this item; nothing was changed.',
  },
  points_not_offered: {
    zh: (s) => {
      const now = sign(s.number('points'));
      const [first = '', last = ''] = s.list('values').map((value) => sign(Number(value)));
      const rule = s.names.rule(s.text('rule'));
      if (s.text('offer') === 'between')
        return `「${rule}」那天的规则只能给 ${first} 到 ${last} 分，不能改成 ${now} 分，没有改动。`;
      if (s.text('offer') === 'multiples')
        return `「${rule}」那天的规则只能给 ${first} 分的整倍数，不能改成 ${now} 分，没有改动。`;
      if (s.text('offer') === 'values')
        return `「${rule}」那天的规则只有 ${s
          .list('values')
          .map((value) => sign(Number(value)))
          .join('、')} 分这几档，不能改成 ${now} 分，没有改动。`;
      return `「${rule}」那天的规则没有别的分可给，不能改成 ${now} 分，没有改动。可以照原分同意，或者不同意。`;
    },
    en: (s) => {
      const now = sign(s.number('points'));
      const [first = '', last = ''] = s.list('values').map((value) => sign(Number(value)));
      const rule = s.names.rule(s.text('rule'));
      if (s.text('offer') === 'between')
        return `“${rule}” could give ${first} to ${last} points on that day, not ${now}; nothing was changed.`;
      if (s.text('offer') === 'multiples')
        return `“${rule}” could give whole multiples of ${first} points on that day, not ${now}; nothing was changed.`;
      if (s.text('offer') === 'values')
        return `“${rule}” could give ${s
          .list('values')
          .map((value) => sign(Number(value)))
          .join(', ')} points on that day, not ${now}; nothing was changed.`;
      return `“${rule}” had no other points to give on that day, so not ${now}; nothing was changed. Approve it as it is, or reject it.`;
    },
  },
  points_over_cap: {
    zh: (s) =>
      `「${s.names.rule(s.text('rule'))}」这一期最多还能给 ${sign(s.number('allowed'))} 分，不能改成 ${sign(s.number('points'))} 分，没有改动。`,
    en: (s) =>
      `“${s.names.rule(s.text('rule'))}” has ${sign(s.number('allowed'))} points left in this period, not ${sign(s.number('points'))}; nothing was changed.`,
  },
  same_person: {
    zh: () => '您已经同意过这条了，要换一个人再同意一次才算数。',
    en: () => 'You approved this already. It takes a second person to approve it too.',
  },
  other_points_agreed: {
    zh: (s) =>
      `${s.names.person(s.text('by'))}同意的是 ${sign(s.number('points'))} 分，两个人要同意一样的分才算数，没有改动。照 ${sign(s.number('points'))} 分同意，或者不同意。`,
    en: (s) =>
      `${s.names.person(s.text('by'))} approved ${sign(s.number('points'))} points. Both people have to approve the same; nothing was changed. Approve that, or reject the entry.`,
  },
  unknown_session: {
    zh: () => '找不到这次会议，或者不是这个村的会议，没有改动。',
    en: () => 'The session was not found or is another village’s; nothing was changed.',
  },
  session_closed: {
    zh: () => '这次会议已经结束了，没有改动。要接着定，请另开一次会议。',
    en: () => 'The session is over; nothing was changed. Open another one to go on.',
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
  awaiting_devices: {
    zh: (s) =>
      `服务器刚恢复过备份，还有 ${s.list('devices').length} 台设备没来报到，暂时不能联网兑换。先别给货；本机额度内的照常。请那些设备联一次网，来不了的请村委会定。`,
    en: (s) =>
      `The server was restored from a backup and waits for ${s.list('devices').length} devices, so nothing is redeemed online yet. Do not hand over goods; what this device’s allowance covers goes on. Connect those devices once, or ask the office to decide for them.`,
  },
  still_held: {
    zh: () => '还有别的原因要先处理，这条暂时不能算数。',
    en: () => 'Another reason still stands, so this cannot count yet.',
  },
  already_adopted: {
    zh: (s) => `这条村委会已经有一份（${s.text('as')}），没有再收一份。`,
    en: (s) => `The office has this record already (${s.text('as')}), so it was not taken a second time.`,
  },
} satisfies Readonly<Record<Extract<Verdict, { outcome: 'refused' }>['code'], Sentences>>;

/** The closed lists of codes: of refusals, and of all other verdicts. */
export function knownCodes(of: 'refused' | 'other'): readonly VerdictCode[] {
  return Object.keys(of === 'refused' ? REFUSED : APPLIED_AND_HELD) as VerdictCode[];
}

const SENTENCES: Readonly<Record<VerdictCode, Sentences>> = { ...APPLIED_AND_HELD, ...REFUSED };

function saidOf(params: VerdictParams | undefined, names: VerdictNames): Said {
  return {
    names,
    number: (name) => Number(params?.[name] ?? 0),
    text: (name) => String(params?.[name] ?? ''),
    list: (name) => {
      const value = params?.[name];
      return Array.isArray(value) ? value : [];
    },
  };
}

/** One sentence for a verdict. */
export function verdictText(
  verdict: Pick<Verdict, 'code' | 'params'>,
  language: TextLanguage,
  names: VerdictNames,
): string {
  const said = saidOf(verdict.params, names);
  const of = (code: VerdictCode) => (language === 'en' ? SENTENCES[code].en : SENTENCES[code].zh)(said);
  // Whatever else is to be said: that it went to another household is not left out (CF-09).
  if (verdict.code === 'followed' || said.text('to') === '') return of(verdict.code);
  return language === 'en' ? `${of(verdict.code)} ${of('followed')}` : `${of(verdict.code)}${of('followed')}`;
}
