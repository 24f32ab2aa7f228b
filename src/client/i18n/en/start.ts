import type { Texts } from '../texts.ts';
import type { startZh } from '../zh/start.ts';

export const startEn: Texts<typeof startZh> = {
  enrol: {
    title: 'Enrol this tablet',
    lead: 'Ask the village office for an enrolment code. Enrol once; after that it works without a signal.',
    scan: 'Scan the code on the office screen',
    code: 'Or type the enrolment code',
    codeHint: 'Ten letters and digits with a dash, such as 7K3QD-M0X9A',
    act: 'Enrol',
    notACode: 'This is not an enrolment code. It has ten letters and digits; please compare with the office screen.',
    scanNotACode: 'This is not an enrolment code. Scan the one on the office’s Devices page.',
    problem: {
      expired: 'This code has expired. Ask the office for a new one; it works at once.',
      used: 'This code was used already. One code enrols one tablet; ask the office for a new one.',
      unknown: 'There is no such code. Check the spelling, or ask the office for a new one.',
      rate: 'Too many tries. Please wait a few minutes.',
      offline: 'No connection. Enrolling needs one once: go where there is a signal and press Enrol again.',
      storage: 'This tablet has no room for the data. Free some space and try again.',
      other: 'Enrolment did not work and nothing was changed. Try again, or tell the office.',
    },
    office: 'Office staff enter here',
  },
  lost: {
    title: 'The data of this tablet were deleted',
    was: 'It was enrolled as {{device}} ({{town}}). Everything it had uploaded is safe on the server.',
    unsent_one:
      '{{count}} record was not uploaded yet and may be lost. Look for notes on paper and record it again after enrolling.',
    unsent_other:
      '{{count}} records were not uploaded yet and may be lost. Look for notes on paper and record them again after enrolling.',
    nothing: 'Nothing was waiting to be uploaded.',
    way: 'Ask the office for a code on its Devices page and enrol below; also ask them to revoke {{device}} and write off the allowance it held.',
    server: 'The server has {{high}} records of {{device}}, the last contact was {{when}}.',
    serverNever: 'The server never heard of records of {{device}}.',
    serverUnsent_one: '{{count}} record was still waiting then.',
    serverUnsent_other: '{{count}} records were still waiting then.',
    read: 'I have read this',
  },
  unlock: {
    who: 'Who are you?',
    town: '{{town}} · device {{device}}',
    firstUse: 'First time on this tablet',
    pinOf: '{{name}}, enter your 6-digit PIN',
    firstUseHint: 'Your first time on this tablet needs a connection once; afterwards it opens without one.',
    digits: '{{count}} digits entered',
    erase: 'Delete a digit',
    someoneElse: 'Someone else',
    checking: 'Checking…',
    wrong: 'Wrong PIN. Please try again.',
    offline:
      'The first use needs a connection and there is none. Go where there is a signal, or let someone work who used this tablet before.',
    notHere: 'The office has not put you on this tablet yet. Please contact the office.',
    wait: 'Several wrong tries. Please wait {{time}}. What you recorded is safe.',
    office:
      'Too many wrong tries: your PIN is switched off on this tablet. The office sets a new one; nothing is lost.',
    full: 'This tablet is full and cannot be opened now. What was recorded is kept; nothing is lost. Delete photos or apps, then enter the PIN again.',
    broken:
      'This tablet’s storage failed, so it cannot be opened now. Close the app and open it again; if that does not help, write on paper and contact the office.',
    forgot: 'Forgot your PIN?',
    forgotTitle: 'A forgotten PIN loses nothing',
    forgotBody:
      'The office sets a new PIN for you on its Devices page, and you open the tablet with it while connected. Everything recorded here is kept, and still uploads while the tablet is locked.',
    waiting_other: '{{count}} on this device not uploaded yet; they upload by themselves while locked.',
  },
  revoked: {
    title: 'The village office has revoked this tablet',
    left: 'Handing over what was not sent: {{ops}} records and {{photos}} photos are left.',
    leftThen: 'When that is done, the households, photos and PINs on this tablet are erased. Please leave it on.',
    leftOffline: 'There is no connection now. The records are safe; please take the tablet to where there is a signal.',
    tryNow: 'Hand over now',
    sealed_one:
      'Everything is with the office; households, photos and PINs have been erased from this tablet. Only the {{count}} record made here is still kept, locked, and no screen shows it: it can be handed over once more if the office has to go back to a backup. It is erased too when the office’s backup has it.',
    sealed_other:
      'Everything is with the office; households, photos and PINs have been erased from this tablet. Only the {{count}} records made here are still kept, locked, and no screen shows them: they can be handed over once more if the office has to go back to a backup. They are erased too when the office’s backup has them.',
    sealedThen:
      'Please leave the tablet on and connected. If this does not change within a few days, ask the office to make a backup.',
    sealedOffline:
      'There is no connection now, so the tablet cannot ask for the backup. Please take it to where there is a signal.',
    askBackup: 'Ask for the backup now',
    wiped_zero: 'Every record had been sent before. Everything on this tablet has been erased.',
    wiped_one:
      'The {{count}} record that was not sent is with the office now. Everything on this tablet has been erased.',
    wiped_other:
      'The {{count}} records that were not sent are with the office now. Everything on this tablet has been erased.',
    next: 'If anything is unclear, ask the office. To use this tablet again, ask for an enrolment code and enrol it anew.',
    anew: 'Enrol anew',
  },
  home: {
    hello: '{{name}}',
    scan: 'Scan a card',
    search: 'Find: name, initials, door plate, last 4 of phone',
    grid: 'My grid',
    gridName: '{{village}} · {{grid}}',
    visited: '{{done}} of {{total}} visited this week',
    allVisited: 'Every household was visited this week. Well done.',
    notVisited: 'Not visited this week',
    notVisitedAll: 'See all {{count}}',
    lastEntry: 'Last scored {{date}}',
    neverScored: 'Never scored',
    round: 'This week’s round',
    roundHint: 'One item, household after household',
    carry: 'Take an allowance along',
    carryOn: 'Redeem without a signal. You carry {{points}} points for {{households}} households.',
    carryOnNone: 'You get the allowance at the next connection; then you can redeem without a signal.',
    carryOff: 'Switch on before you leave to redeem without a signal.',
    carryOffHeld: 'Off. You still carry {{points}} points; they go back at the next connection.',
    on: 'On',
    off: 'Off',
    notices: 'Good to know',
    noticesAll: 'See all under To send',
    noGrid: 'The office has not given you a grid yet. Find households by search or scan.',
    emptyVillage: 'No households yet. Once the office imports its roll, one connection brings them all.',
    overcap: 'The office looks at a score of the {{family}}',
    decided: 'The office has decided a score of the {{family}}',
    otherCase: 'The office looks at one of the records',
    editClash: 'You and someone else both changed the file of the {{family}}',
  },
};
