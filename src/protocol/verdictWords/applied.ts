/** What a verdict says of what counts. */
import type { AppliedCode } from '../../domain/verdict.ts';
import { enFields, onlyPin, zhFields } from './fieldName.ts';
import type { Sentences } from './said.ts';
import { sign, zhMonth } from './words.ts';

/** Of every code of what counts. */
export const APPLIED_WORDS = {
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
} satisfies Readonly<Record<AppliedCode, Sentences>>;
