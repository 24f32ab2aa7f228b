import { KeyRound, Pencil, RectangleEllipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { mayAdminister } from '../../../../domain/userRights.ts';
import type { OfficeUser } from '../../../../protocol/officePeople.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';

interface Props {
  readonly user: OfficeUser;
  /** Too many wrong PINs: only the office unlocks. */
  readonly locked: boolean;
  readonly onPin: () => void;
  readonly onPassword: () => void;
  readonly onChange: () => void;
}

/** What may be done with a person of the list. */
export function PersonActs({ user, locked, onPin, onPassword, onChange }: Props) {
  const { t } = useTranslation('office');
  const { t: people } = useTranslation('people');
  const me = useMe();
  const mayChange = mayAdminister(me.user, user);
  return (
    <div className="flex flex-wrap justify-end gap-2 max-sm:flex-nowrap">
      {user.active ? (
        <SmallButton icon={KeyRound} onClick={onPin}>
          {locked ? t('people.unlock') : t('people.reset')}
        </SmallButton>
      ) : (
        <span className="self-center text-muted">{t('people.inactive')}</span>
      )}
      {user.active && user.login !== null && mayChange ? (
        <SmallButton
          icon={RectangleEllipsis}
          aria-label={people('passwordNamed', { name: user.name })}
          onClick={onPassword}
        >
          {people('password')}
        </SmallButton>
      ) : null}
      {mayChange ? (
        <SmallButton icon={Pencil} aria-label={people('changeNamed', { name: user.name })} onClick={onChange}>
          {people('change')}
        </SmallButton>
      ) : null}
    </div>
  );
}
