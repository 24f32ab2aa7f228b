import { MapPin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { maskName } from '../../../domain/masking.ts';
import { DEFAULT_POLICY } from '../../../domain/policy.ts';
import { profileOf } from '../../../domain/profile.ts';
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { FileView } from '../../engine/tablet.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Figure } from '../../ui/Points.tsx';
import { useToday } from '../household/useToday.ts';
import { FamilyPinAct } from '../pin/FamilyPinAct.tsx';
import { ClosedWords } from '../redeem/ClosedWords.tsx';
import { EndedNotice } from './EndedNotice.tsx';
import { ReservedHere } from './ReservedHere.tsx';
import type { Order } from './useOrder.ts';

interface Props {
  readonly view: FileView;
  readonly family: string;
  readonly order: Order;
  readonly catalogue: Catalogue;
}

/** Names with stars: enough to ask "is this you?", too little for whoever stands behind them. Why nothing can be had comes before what is reserved. */
export function IdentityCheck({ view, family, order, catalogue }: Props) {
  const { t } = useTranslation();
  const today = useToday();
  const { file } = view;
  const profile = profileOf(file);
  const { barrier, scanned, funds } = order;
  return (
    <>
      <div>
        <p className="text-sm text-muted">{t('counter.card.check')}</p>
        <h2 className="text-3xl font-bold">{family}</h2>
        <p className="flex items-center gap-1.5 text-muted">
          <MapPin aria-hidden="true" className="size-5 shrink-0" />
          {profile.doorPlate} · <span className="whitespace-nowrap">{file.code}</span>
        </p>
      </div>
      <ul aria-label={t('counter.card.members')} className="flex flex-wrap gap-x-4 gap-y-1">
        {Object.entries(profile.members).map(([id, member]) => (
          <li key={id}>
            <span className="font-semibold">{maskName(member.name)}</span>{' '}
            <span className="text-sm text-muted">{member.relation}</span>
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-2 gap-3 rounded-2xl bg-primary-soft px-4 py-3 sun:border">
        <Figure label={t('counter.card.redeemable')} value={funds.redeemable} emphasis />
        <Figure label={t('counter.card.here')} value={funds.remaining} />
      </div>
      <EndedNotice file={file} />
      {barrier === 'closed' ? (
        <Notice tone="danger" title={t('redeem.closedTitle')} alert>
          <ClosedWords policy={catalogue.policies[file.village] ?? DEFAULT_POLICY} today={today} />
        </Notice>
      ) : null}
      {barrier === 'old_card' ? (
        <Notice tone="danger" title={t('redeem.oldCardTitle')} alert>
          {t('redeem.oldCard')}
        </Notice>
      ) : null}
      {barrier === undefined && view.remaining === 0 && funds.redeemable > 0 ? (
        <Notice tone="waiting">{t('counter.card.noRights')}</Notice>
      ) : null}
      {scanned === undefined ? <Notice tone="plain">{t('counter.card.noCard')}</Notice> : null}
      {scanned?.mark === 'newer' || scanned?.mark === 'merged' ? (
        <Notice tone="plain" title={t(`card.${scanned.mark}Title`)}>
          {t(`card.${scanned.mark}Body`)}
        </Notice>
      ) : null}
      <ReservedHere view={view} family={family} />
      <FamilyPinAct file={file} />
    </>
  );
}
