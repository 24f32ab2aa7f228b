import { UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Notice } from '../../engine/tablet.ts';
import { Button } from '../../ui/Button.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { useDirectory } from '../household/useDirectory.ts';

const SHOWN = 3;

/** What the village decided or asks, as long as nobody has looked at it in the tray. */
export function NoticesCard() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const notices = useTabletState((s) => s.notices);
  const rows = useDirectory();
  const fresh = notices.filter((n) => !n.seen);
  if (fresh.length === 0) return null;

  const family = (code: string | undefined) => {
    const row = rows.find((r) => r.code === code);
    return row ? t('family', { name: row.head }) : undefined;
  };
  const words = (notice: Notice): string => {
    const name = family(notice.kind === 'case' ? notice.event.household : notice.household);
    if (name === undefined) return t('home.otherCase');
    if (notice.kind === 'edit') return t('home.editClash', { family: name });
    return notice.decided ? t('home.decided', { family: name }) : t('home.overcap', { family: name });
  };
  return (
    <section className="rounded-2xl border border-decided/40 bg-decided-soft p-4 sun:border-decided">
      <h2 className="flex items-center gap-2 text-lg font-bold text-decided">
        <UserCheck aria-hidden="true" className="size-6" />
        {t('home.notices')}
      </h2>
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-6">
        {fresh.slice(0, SHOWN).map((notice) => (
          <li key={notice.id}>{words(notice)}</li>
        ))}
      </ul>
      <Button className="mt-3" onClick={() => void navigate('/tray')}>
        {t('home.noticesAll')}
      </Button>
    </section>
  );
}
