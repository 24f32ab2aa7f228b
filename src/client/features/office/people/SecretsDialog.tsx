import { useTranslation } from 'react-i18next';
import type { UserSecretsResponse } from '../../../../protocol/officeUsers.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';

interface Props {
  readonly name: string;
  readonly secrets: UserSecretsResponse;
  readonly onClose: () => void;
}

/** What a person signs in with, shown this once. */
export function SecretsDialog({ name, secrets, onClose }: Props) {
  const { t } = useTranslation('people');
  const { t: office } = useTranslation('office');
  return (
    <OfficeDialog
      open
      title={t('secrets.title', { name })}
      onClose={onClose}
      footer={
        <SmallButton look="primary" onClick={onClose}>
          {office('done')}
        </SmallButton>
      }
    >
      <dl className="mb-4 grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-3">
        {(['login', 'password', 'pin'] as const).map((which) =>
          secrets[which] === null ? null : (
            <div key={which} className="contents">
              <dt className="text-muted">{t(`secrets.${which}`)}</dt>
              <dd className="font-mono text-2xl font-bold">{secrets[which]}</dd>
            </div>
          ),
        )}
      </dl>
      <Notice tone="waiting">{t('secrets.once', { name })}</Notice>
      {secrets.password === null ? <p className="mt-3 text-muted">{t('secrets.none')}</p> : null}
    </OfficeDialog>
  );
}
