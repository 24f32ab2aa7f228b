import { Lock } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage, setLanguage } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { LOOKS, setLook, useLook } from '../../ui/useLook.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { DeviceCard } from './DeviceCard.tsx';
import { StorageCard } from './StorageCard.tsx';
import { UsersCard } from './UsersCard.tsx';

const BoardCard = lazy(() => import('../board/BoardCard.tsx'));

/** 我的: who I am, how the screen looks, whether the tablet is well. */
export default function SettingsScreen() {
  const { t } = useTranslation();
  const tablet = useTablet();
  const user = useTabletState((s) => s.user);
  const look = useLook((s) => s.look);
  return (
    <Screen header={<PageHeader title={t('me.title')} />}>
      <Card>
        <div className="flex items-center justify-between gap-4">
          <div className="min-w-0">
            <p className="text-xl font-bold">{user?.name}</p>
            {user ? <p className="text-muted">{t(`me.roles.${user.role}`)}</p> : null}
          </div>
          <Button look="primary" icon={Lock} onClick={() => tablet.lock()}>
            {t('me.lock')}
          </Button>
        </div>
        <p className="mt-2 text-sm text-muted">{t('me.lockHint')}</p>
      </Card>
      <Card>
        <div className="flex flex-col gap-5">
          <Choice
            legend={t('me.look')}
            columns={3}
            value={look}
            onChange={setLook}
            options={LOOKS.map((value) => ({ value, label: t(`me.looks.${value}`) }))}
          />
          <Choice
            legend={t('me.language')}
            columns={2}
            value={currentLanguage()}
            onChange={(language) => void setLanguage(language)}
            options={[
              { value: 'zh-CN', label: t('me.zh') },
              { value: 'en', label: t('me.en') },
            ]}
          />
        </div>
      </Card>
      <Suspense fallback={null}>
        <BoardCard />
      </Suspense>
      <DeviceCard />
      <StorageCard />
      <UsersCard />
    </Screen>
  );
}
