import { create } from 'zustand';

/** The card that opened the file now in hand; deeds recorded there carry its number (CF-15). */
export interface Scanned {
  readonly household: string;
  /** Absent when the card is another household's, which was merged into this one: its number says nothing here. */
  readonly card?: number;
  readonly mark: 'valid' | 'replaced' | 'newer' | 'merged';
}

const scannedStore = create<{ readonly scanned: Scanned | undefined }>(() => ({ scanned: undefined }));

/** Remembers the card that was scanned; `undefined` when a file is opened by search. */
export function setScanned(scanned: Scanned | undefined): void {
  scannedStore.setState({ scanned });
}

/** The scanned card of this household, if its file was opened by one. */
export function useScanned(household: string): Scanned | undefined {
  const scanned = scannedStore((s) => s.scanned);
  return scanned?.household === household ? scanned : undefined;
}
