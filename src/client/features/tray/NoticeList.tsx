import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isGroupCase } from '../../../domain/ref.ts';
import { decisionText } from '../../../protocol/decisionText.ts';
import { verdictText } from '../../../protocol/verdictText.ts';
import { fieldName } from '../../../protocol/verdictWords/fieldName.ts';
import type { Notice } from '../../engine/tablet.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Row } from '../../ui/Row.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { useDirectory } from '../household/useDirectory.ts';
import { useNames } from '../household/useNames.ts';

const SHOWN = 20;

/** What the village said about records of this device, and what collided with them. */
export function NoticeList() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const notices = useTabletState((s) => s.notices);
  const rows = useDirectory();
  const names = useNames();
  const language = currentLanguage();
  if (notices.length === 0) return null;

  const family = (code: string | undefined) => {
    if (code === undefined) return undefined;
    const row = rows.find((r) => r.code === code);
    return row ? t('family', { name: row.head }) : code;
  };
  const title = (notice: Notice) => {
    if (notice.kind === 'case') {
      const own = notice.mine ? t('tray.noticeOwn') : t('tray.noticeOther');
      if (isGroupCase(notice.id) && notice.decided) {
        const text = notice.decided.decision === 'accept' ? 'accepted' : 'rejected';
        return t(`tray.fork.${text}`, { name: names.person(notice.decided.by) });
      }
      return notice.decided ? decisionText(notice.decided, language, names) : own;
    }
    const fields = notice.fields.map((f) => fieldName(f, language)).join(language === 'en' ? ', ' : '、');
    return t('tray.noticeEdit', { family: family(notice.household) ?? '', fields });
  };
  const detail = (notice: Notice) => {
    if (notice.kind === 'edit') return undefined;
    if (isGroupCase(notice.id)) return t('tray.fork.notice');
    const { code, params } = notice.event;
    return verdictText(params ? { code, params } : { code }, language, names);
  };
  const householdOf = (notice: Notice) => (notice.kind === 'case' ? notice.event.household : notice.household);
  return (
    <section className="border-b bg-surface">
      <h2 className="px-4 pt-3 text-lg font-bold">{t('tray.notices')}</h2>
      <ul className="divide-y divide-line">
        {notices.slice(0, SHOWN).map((notice) => {
          const code = householdOf(notice);
          return (
            <li key={`${notice.kind} ${notice.id}`} className={notice.seen ? undefined : 'bg-decided-soft'}>
              <Row
                title={title(notice)}
                detail={
                  <>
                    {family(code)}
                    {code === undefined || detail(notice) === undefined ? '' : ' · '}
                    {detail(notice)}
                  </>
                }
                {...(code === undefined ? {} : { onOpen: () => void navigate(`/households/${code}`) })}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
