/** What a verdict says where an entry was not reviewed or taken back. */
import type { RefusedCode } from '../../domain/verdict.ts';
import type { Sentences } from './said.ts';
import { sign } from './words.ts';

/** Refusals of reviews. */
export const REFUSED_REVIEW = {
  unknown_entry: {
    zh: () => '找不到要改的那条记分，没有改动。',
    en: () => 'The entry it speaks of was not found; nothing was changed.',
  },
  already_reversed: {
    zh: () => '这条早就撤销了，没有再撤一次。',
    en: () => 'This entry was taken back already; it is not taken back twice.',
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
} satisfies Partial<Readonly<Record<RefusedCode, Sentences>>>;
