import { CreditCard, Eye, MapPin, PencilLine, Phone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { profileOf } from '../../../domain/profile.ts';
import { mayRecord } from '../../../domain/role.ts';
import type { FileView } from '../../engine/tablet.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { cx } from '../../ui/cx.ts';
import { useTabletState } from '../../useTablet.tsx';
import { FamilyPinAct } from '../pin/FamilyPinAct.tsx';
import { isEnded } from './lineage.ts';

/** 138****8531: enough to know which number it is, too little for whoever looks over the shoulder. */
function hiddenPhone(phone: string): string {
  return phone.length > 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : phone;
}

/** Who lives here and how to reach them. The number is shown when asked for. */
export function ProfileCard({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const role = useTabletState((s) => s.user?.role);
  const kind = useTabletState((s) => s.device?.kind);
  const [shown, setShown] = useState(false);
  const profile = profileOf(view.file);
  const members = Object.entries(profile.members);
  const path = `/households/${view.file.code}`;
  const edits =
    !isEnded(view.file) && role !== undefined && kind !== undefined && mayRecord(role, kind, 'household.edit');
  return (
    <Card
      title={t('file.members', { count: members.length })}
      aside={profile.status === 'away' ? <Chip tone="plain">{t('file.away')}</Chip> : undefined}
    >
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {members.map(([id, member]) => (
          <li key={id}>
            <span className="font-semibold">{member.name}</span>{' '}
            <span className="text-sm text-muted">
              {member.relation}
              {member.birthYear === undefined ? '' : ` · ${t('file.bornIn', { year: member.birthYear })}`}
            </span>
          </li>
        ))}
      </ul>
      {profile.tags.length > 0 ? (
        <ul aria-label={t('file.tags')} className="mt-2 flex flex-wrap gap-2">
          {profile.tags.map((tag) => (
            <li key={tag}>
              <Chip tone="plain">{tag}</Chip>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mt-3 flex items-center gap-2">
        <MapPin aria-hidden="true" className="size-5 shrink-0 text-muted" />
        {profile.doorPlate}
      </p>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <Phone aria-hidden="true" className="size-5 shrink-0 text-muted" />
        {profile.phone === '' ? (
          <span className="text-muted">{t('file.noPhone')}</span>
        ) : (
          <>
            <span className="text-lg">{shown ? profile.phone : hiddenPhone(profile.phone)}</span>
            {shown ? (
              <a href={`tel:${profile.phone.replace(/-/g, '')}`} className={buttonClass('primary')}>
                {t('file.call')}
              </a>
            ) : (
              <Button look="quiet" icon={Eye} onClick={() => setShown(true)}>
                {t('file.showPhone')}
              </Button>
            )}
          </>
        )}
      </div>
      {edits ? (
        <div className="mt-4 grid grid-cols-2 gap-2 border-t pt-4">
          <Button icon={PencilLine} onClick={() => void navigate(`${path}/edit`)}>
            {t('file.edit')}
          </Button>
          <Button icon={CreditCard} onClick={() => void navigate(`${path}/card`)}>
            {t('file.replaceCard')}
          </Button>
          <div className="col-span-2">
            <FamilyPinAct file={view.file} />
          </div>
          <p className={cx('col-span-2 text-center text-sm text-muted')}>
            {t('file.cardNumber', { n: view.file.card })}
          </p>
        </div>
      ) : null}
    </Card>
  );
}
