import { RotateCcw } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { ErrorState } from './EmptyState.tsx';

function CrashScreen() {
  const { t } = useTranslation();
  return (
    <main className="grid h-dvh place-items-center">
      <ErrorState
        title={t('crash.title')}
        action={
          <Button look="primary" icon={RotateCcw} onClick={() => location.reload()}>
            {t('crash.act')}
          </Button>
        }
      >
        {t('crash.body')}
      </ErrorState>
    </main>
  );
}

interface State {
  readonly crashed: boolean;
}

/** A screen that fails never leaves a white page: it says that the records are safe and opens again. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { crashed: false };

  static getDerivedStateFromError(): State {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <CrashScreen /> : this.props.children;
  }
}
