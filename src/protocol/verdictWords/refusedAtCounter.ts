/** What a verdict says where something was not handed out, kept or taken back. */
import type { RefusedCode } from '../../domain/verdict.ts';
import type { Sentences } from './said.ts';
import { enGoods, zhGoods } from './words.ts';

/** Refusals at the counter and at the door. */
export const REFUSED_AT_COUNTER = {
  insufficient: {
    zh: (s) =>
      s.number('waiting') > 0
        ? `积分不够：这单要 ${s.number('points')} 分，现在可用 ${s.number('free')} 分；另有 ${s.number('waiting')} 分待公示期满，期满才能兑。先别给货。`
        : `积分不够：这单要 ${s.number('points')} 分，现在可用 ${s.number('free')} 分。先别给货。`,
    en: (s) =>
      s.number('waiting') > 0
        ? `Not enough points: this needs ${s.number('points')}, ${s.number('free')} can be used now; another ${s.number('waiting')} can be redeemed once their month is final. Do not hand over goods.`
        : `Not enough points: this needs ${s.number('points')}, ${s.number('free')} can be used now. Do not hand over goods.`,
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
  unknown_redemption: {
    zh: () => '找不到要作废的那次兑换，没有改动。',
    en: () => 'The redemption to void was not found; nothing was changed.',
  },
  unknown_reservation: {
    zh: () => '找不到这次预留，没有改动。',
    en: () => 'The reservation was not found; nothing was changed.',
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
  awaiting_devices: {
    zh: (s) =>
      `服务器刚恢复过备份，还有 ${s.list('devices').length} 台设备没来报到，暂时不能联网兑换。先别给货；本机额度内的照常。请那些设备联一次网，来不了的请村委会定。`,
    en: (s) =>
      `The server was restored from a backup and waits for ${s.list('devices').length} devices, so nothing is redeemed online yet. Do not hand over goods; what this device’s allowance covers goes on. Connect those devices once, or ask the office to decide for them.`,
  },
} satisfies Partial<Readonly<Record<RefusedCode, Sentences>>>;
