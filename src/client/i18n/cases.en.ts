import type { casesZh } from './cases.zh.ts';
import type { Texts } from './texts.ts';

/** Cases in English. */
export const casesEn: Texts<typeof casesZh> = {
  filter: {
    why: 'Why they wait',
    device: 'Device',
    old: 'Over 7 days',
    oldCount: 'Over 7 days ({{count}})',
    q: 'Household',
    qHint: 'Head’s name or household code',
    none: 'Nothing matches',
    noneHelp: 'Change the filters above, or choose “Show all”.',
  },
  proposal: {
    title: 'Suggested: {{decision}}',
    noneTitle: 'There is no sound suggestion for this one',
    why: {
      same_photo:
        '{{name}} was first at {{at}} ({{points}} points), {{other}} recorded again at {{otherAt}}, and both carry the same photo: one deed, counted once.',
      same_deed:
        '{{name}} recorded it at {{at}} and again at {{otherAt}}: same day, same person, the same {{points}} points. It looks like a slip.',
      same_day:
        'Two people recorded the same day, person, item and {{points}} points: {{name}} was first at {{at}}, {{other}} followed at {{otherAt}}. It counts once.',
      limit_used: '{{count}} already count in this period and fill the limit; the first to arrive count.',
      room_again:
        '{{count}} of those that were first no longer count (rejected or taken back), so there is room for this one.',
      points_differ:
        'Same day and person, but {{name}} gave {{points}} points and {{other}} {{was}}. Ask which is right before you decide.',
      people_differ: 'The same item on one day, for different members of the family. Ask whether these are two deeds.',
      part_left: '{{points}} points were recorded and the limit leaves {{allowed}}: that much counts.',
      nothing_left: '{{points}} points were recorded and the limit leaves nothing.',
      not_in_use: 'On {{day}} this item was not in the rules, and the rules of that day decide.',
      not_offered: '{{points}} points were recorded, which this item cannot give. The worker should record it again.',
      day_has_come: 'The day recorded, {{day}}, lay ahead then and has come by now.',
      day_to_come: 'It is dated {{day}}, which lies ahead: it has not happened yet.',
      clock_was_off:
        'It is dated {{day}}, which lies ahead, and this device’s clock was wrong. Ask the worker which day it was.',
      long_ago:
        'It happened on {{day}}; the rules take nothing before {{oldest}}. Look at the photo and ask the worker: age alone decides nothing.',
      right_now: '{{name}} may record for this household now, so what was recorded then can count.',
      no_right_now: '{{name}} may not record for this household now either. Ask whether it was on somebody’s behalf.',
      covered: 'It costs {{points}} points; the device holds {{remaining}} and {{free}} more are free. That covers it.',
      not_covered:
        'It costs {{points}} points; the device holds {{remaining}} and only {{free}} more are free. Ask where the goods are.',
      receipt_voided: 'The first receipt is voided by now, so what was kept can count.',
      receipt_first: 'The first receipt still stands. Decide that one first: this can only count once it is voided.',
      paid_by_receipt:
        'The receipt says {{points}} points, the prices then were {{now}}. The household took the goods at the receipt’s price.',
      paid_too_much:
        'The receipt says {{points}} points, the prices then were only {{now}}. The household should get the rest back.',
      old_card: 'A replaced card was used. Ask {{name}} whether somebody of the family was there.',
      goods_gone:
        '{{day}} was no redemption day, but the goods are gone and the points are there; not counting it would make them free.',
      no_household:
        'There is no household {{household}}, so it can be counted nowhere. The worker should record it for the right one.',
      newer_app: 'A newer version recorded it. It is judged by itself once the server is updated.',
      waits_for_device: 'After the restore it waits for another device and is judged by itself when that comes.',
      before_revoked: 'All {{count}} were recorded before the device was revoked.',
      after_revoked: '{{count}} of {{all}} were recorded after the device was revoked. Find out who had it then.',
      each_judged:
        'If they count, each of the {{count}} is judged by the rules; doubles and doubtful ones come back to you.',
      which_part: 'The household became {{count}}, and the record does not say who. Ask {{name}} which one it was.',
      closed_since: '{{household}} was already closed when this was recorded.',
      same_home: 'Both heads are {{name}} and phone or door plate agree: one household, registered twice.',
      other_home:
        'The first is {{name}}, this one {{other}}, and phone, door plate and members all differ: two households. Give this one a new code.',
      maybe_same_home:
        'The code {{household}} is taken. Some of it agrees and some does not: ask by phone or at the door.',
      alike_homes:
        '{{contacts}} of phone and door plate agree, and {{members}} other members have the same name: one household.',
      unlike_homes:
        'Only {{contacts}} of phone and door plate agree, with {{members}} other members of the same name. Ask first.',
      waits_with_registration: 'It waits for the registration of {{household}}. Decide that one first.',
      counts_already: 'It counts already; you are only asked to look.',
    },
  },
  effect: {
    title: 'Points afterwards',
    loading: 'Working out the points afterwards…',
    none: 'Nobody’s points change.',
    figures: 'Earned {{earnedBefore}} → {{earnedAfter}}, redeemable {{redeemableBefore}} → {{redeemableAfter}}',
    family: '{{head}} ({{code}})',
    cannot: 'This cannot be decided now: ',
    ops: '{{applied}} would count, {{held}} would wait for you one by one, {{refused}} cannot count.',
    changed:
      'Something changed just now, and the points afterwards differ from what you saw. Look at the new figures and press again.',
    moved: 'This one changed just now and the list was loaded again. Please look once more.',
    more: '{{count}} more households are not listed.',
    households: '{{count}} households change: earned {{earned}}, redeemable {{redeemable}} together.',
  },
  bulk: {
    tick: 'Select {{what}}',
    ticked: '{{count}} selected',
    all: 'Select all {{count}} with this reason',
    allMax: '{{count}} have this reason; at most {{max}} at once, the oldest first',
    clear: 'Select none',
    other: 'Waits for another reason than those selected, so not together',
    title: 'Deciding {{count}} together: {{why}}',
    choose: 'Decision',
    single: 'These are decided one by one. Open one of them.',
    reason: 'Reason (written to each)',
    decide: 'Decide all {{count}}: {{decision}}',
    progress: '{{done}} of {{all}} decided',
    result: '{{done}} decided, {{failed}} not.',
    resultAll: 'All {{done}} decided.',
    failed: 'Those that were not are still selected:',
    cannot: '{{count}} cannot be decided this way now and will stay.',
    back: 'Back to one by one',
  },
  undo: {
    title: 'Take back',
    reverse:
      'It gave {{points}} points. Taking it back adds a record of {{back}}; both stay in the books, and if it was published, the next list says so.',
    void: 'It took {{points}} points. Taking it back voids the redemption and returns the points; the store collects the goods.',
    reason: 'Why it is taken back',
    reasonMissing: 'Please write why it is taken back.',
    act: 'Take this back',
    noRight: 'You cannot take it back; ask somebody of the village office.',
    done: 'Taken back. The worker is told.',
    waiting: 'Noted; it counts once the committee has reviewed it.',
    final: 'Cannot be taken back here',
    why: {
      withdrawn: 'The worker withdrew it; there is nothing to take back.',
      not_counted:
        'What was decided not to count stays so, and nobody’s points moved. If it did happen, the worker records it again.',
      several: 'Several were decided at once. Reverse the one you mean under Review.',
      merged: 'A merge cannot be undone. To part them, split the household under Households.',
      two_households:
        'Both stay; there is nothing to take back. If they turn out to be one, merge them under Households.',
      edited: 'Open the household’s history under Households: one tap restores the earlier value.',
      registered: 'A registration stays. Correct, merge or close the household under Households.',
      only_noted: 'It was only noted; there is nothing to take back.',
      taken_back: 'It has been taken back.',
      being_taken_back: 'Somebody has asked to take it back; that waits for review.',
      not_there: 'It left no points to take back.',
      other_kind: 'There is no opposite of this; record a new one to correct it.',
    },
  },
};
