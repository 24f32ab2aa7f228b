import type { jobsZh } from './jobs.zh.ts';
import type { Texts } from './texts.ts';

/** Work that takes a while: queue, progress, cancel, result. */
export const jobsEn: Texts<typeof jobsZh> = {
  title: '{{kind}} · {{place}}',
  kind: {
    register: { export: 'Export of the register' },
    cards: { print: 'Household cards to print' },
    publicity: { prepare: 'Working out a list' },
    roll: { preview: 'Checking a roll', import: 'Import of a roll' },
  },
  cards: {
    title: 'Many cards at once',
    help_one: '{{n}} cards in {{count}} file; open it in a browser to print it.',
    help_other: '{{n}} cards in {{count}} files of {{each}}; open each in a browser to print it.',
    act: 'Make the files',
    range: 'Cards {{from}} to {{to}}',
  },
  state: { queued: 'Waiting', running: 'Under way', done: 'Done', failed: 'Not done', cancelled: 'Cancelled' },
  counts: '{{done}} / {{total}}',
  counting: 'Getting ready…',
  working: 'Under way: {{kind}}',
  more_one: 'and {{count}} more',
  more_other: 'and {{count}} more',
  cancel: 'Cancel',
  download: 'Download',
  kept: '{{name}} (kept for {{days}} days)',
  cancelledEarly: 'Cancelled before it began; nothing was changed.',
  cancelledSafe: 'Cancelled at {{done}} of {{total}}. Nothing was changed.',
  cancelledAt: 'Cancelled at {{done}} of {{total}}. What was done stays, the rest was not done.',
  error: {
    cut_off: 'The server stopped half way. Start it again; what was done is not done twice.',
    internal: 'The server failed and it was not finished. Start it again, or ask the administrator.',
    upload_gone: 'The uploaded file is no longer there. Choose it again.',
    no_village: 'The town has no such village. Choose again.',
    roll_empty: 'The file is empty, or its tables are.',
    roll_too_large: 'The file is too large for the roll of a village. Look at it again.',
    roll_password: 'The file has a password. Take it off in Excel first.',
    roll_not_a_table: 'The file is no table. Use an Excel or CSV file.',
    unknown_kind: 'The server has another version now and cannot do this.',
  },
};
