import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Row } from '../../ui/Row.tsx';
import { useTabletState } from '../../useTablet.tsx';

/** The people who may work on this tablet. */
export function UsersCard() {
  const { t } = useTranslation();
  const users = useTabletState((s) => s.users);
  const me = useTabletState((s) => s.user?.id);
  return (
    <Card title={t('me.users')} flush>
      <ul className="divide-y divide-line">
        {users.map((user) => (
          <li key={user.id}>
            <Row
              title={user.name}
              detail={`${t(`me.roles.${user.role}`)} · ${user.activated ? t('me.activated') : t('me.notActivated')}`}
              {...(user.id === me ? { trailing: <Chip tone="good">{t('me.you')}</Chip> } : {})}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
