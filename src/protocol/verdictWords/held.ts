/** What a verdict says of what waits for a person. What can count and wait alike says the same in both (`applied.ts`). */
import type { AppliedCode, HeldCode } from '../../domain/verdict.ts';
import type { Sentences } from './said.ts';
import { sign } from './words.ts';

/** Of every code that only waits. */
export const HELD_WORDS = {
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
} satisfies Readonly<Record<Exclude<HeldCode, AppliedCode>, Sentences>>;
