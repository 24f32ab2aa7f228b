import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadCode, ScanAnswer } from '../../scan/ScanDialog.tsx';
import { LoadingScreen } from '../../ui/LoadingScreen.tsx';
import { useTablet } from '../../useTablet.tsx';
import { readCard } from './cardReading.ts';
import { setScanned } from './scanned.ts';

const ScanDialog = lazy(async () => ({ default: (await import('../../scan/ScanDialog.tsx')).ScanDialog }));

interface Props {
  /** A household to open: by its card, or by its typed code. */
  readonly onHousehold: (code: string) => void;
  readonly onClose: () => void;
}

/** Scans a household card; what cannot be opened is said in words, in the frame. */
export function CardScan({ onHousehold, onClose }: Props) {
  const { t } = useTranslation();
  const tablet = useTablet();
  const judge = async (code: ReadCode): Promise<ScanAnswer> => {
    const { catalogue } = tablet.state.getState();
    if (!catalogue) return { accepted: false, message: t('card.notLoaded') };
    const reading = await readCard(code, { catalogue, directory: tablet.directory() });
    if (reading.kind === 'refused') return { accepted: false, message: t(`card.${reading.reason}`) };
    const { household, mark, card } = reading;
    setScanned(mark === 'typed' ? undefined : { household, mark, ...(card === undefined ? {} : { card }) });
    onHousehold(household);
    return { accepted: true };
  };
  return (
    <Suspense fallback={<LoadingScreen />}>
      <ScanDialog target="card" onCode={judge} onClose={onClose} />
    </Suspense>
  );
}
