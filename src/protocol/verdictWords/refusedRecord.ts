/** What a verdict says where a record as such was not taken. */
import type { RefusedCode } from '../../domain/verdict.ts';
import type { Sentences } from './said.ts';

/** Refusals of any record. */
export const REFUSED_RECORD = {
  malformed: {
    zh: (s) => `这条写得不对（${s.text('field')}），没有收。请导出来交给村委会。`,
    en: (s) => `This record is not well formed (${s.text('field')}) and was not taken. Export it for the office.`,
  },
  not_allowed: {
    zh: () => '您没有做这件事的权限，没有收。请村委会来做。',
    en: () => 'You may not do this, so it was not taken. Please ask the office to do it.',
  },
  still_held: {
    zh: () => '还有别的原因要先处理，这条暂时不能算数。',
    en: () => 'Another reason still stands, so this cannot count yet.',
  },
  already_adopted: {
    zh: (s) => `这条村委会已经有一份（${s.text('as')}），没有再收一份。`,
    en: (s) => `The office has this record already (${s.text('as')}), so it was not taken a second time.`,
  },
} satisfies Partial<Readonly<Record<RefusedCode, Sentences>>>;
