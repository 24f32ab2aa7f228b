import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RulesBook } from '../../../../protocol/officeRules.ts';
import { getJson } from '../officeApi.ts';
import { OutsideNotice } from '../rules/OutsideNotice.tsx';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';

/** Items of villages that lie outside of the town's bounds (RU-3), with the way to them; nothing while there are none. */
export function OutsideRules() {
  const { t } = useTranslation('rules');
  const me = useMe();
  const { data } = useRemote('outside rules', () => getJson<RulesBook>('/api/office/rules'));
  if (!data || data.outside.length === 0) return null;
  return (
    <section aria-label={t('outside.title')} className="flex flex-col gap-2">
      <OutsideNotice book={data} village={me.user.village} />
      <Link
        to="/office/rules"
        className="inline-flex min-h-11 items-center self-start font-semibold text-primary underline"
      >
        {t('outside.go')}
      </Link>
    </section>
  );
}
