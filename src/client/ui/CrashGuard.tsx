import { RotateCcw } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissingPart } from '../pwa/missingParts.ts';
import { Button } from './Button.tsx';
import { ErrorState } from './EmptyState.tsx';
import { MissingScreen } from './MissingScreen.tsx';

function CrashScreen() {
  const { t } = useTranslation();
  return (
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
  );
}

interface State {
  readonly failed: 'no' | 'crashed' | 'missing';
}

/** A screen that fails never leaves a white page: it says that the records are safe and opens again. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: 'no' };

  static getDerivedStateFromError(error: unknown): State {
    return { failed: isMissingPart(error) ? 'missing' : 'crashed' };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (failed === 'no') return this.props.children;
    return (
      <main className="grid h-dvh place-items-center">
        {failed === 'missing' ? <MissingScreen back={undefined} /> : <CrashScreen />}
      </main>
    );
  }
}
