/** What a scanned or typed card leads to. */
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { DirectoryRow } from '../../engine/tablet.ts';
import type { ReadCode } from '../../scan/ScanDialog.tsx';

export type CardReading =
  /** A file to open. `card` is the number on the card; absent when a household code was typed. */
  | {
      readonly kind: 'open';
      readonly household: string;
      readonly card?: number;
      readonly mark: 'valid' | 'replaced' | 'newer' | 'typed' | 'merged';
    }
  | {
      readonly kind: 'refused';
      readonly reason: 'foreign_town' | 'forged_or_altered' | 'not_a_card' | 'unknown_household';
    };

interface Known {
  readonly catalogue: Catalogue;
  readonly directory: readonly DirectoryRow[];
}

/**
 * Checks a read card against the town's key and this device's files. The check comes with the scanner, not with the first
 * screen.
 */
export async function readCard(code: ReadCode, known: Known): Promise<CardReading> {
  const reading = await readOwnCard(code, known);
  if (reading.kind === 'refused') return reading;
  const household = successorOf(reading.household, known.directory);
  return household === reading.household ? reading : { kind: 'open', household, mark: 'merged' };
}

/** CF-09: the card of a merged household opens the one that it became, as far as this device knows it. */
function successorOf(household: string, directory: readonly DirectoryRow[]): string {
  const rows = new Map(directory.map((row) => [row.code, row]));
  let code = household;
  for (let steps = 0; steps < rows.size; steps++) {
    const into = rows.get(code)?.into;
    if (into === undefined || !rows.has(into)) break;
    code = into;
  }
  return code;
}

async function readOwnCard(code: ReadCode, { catalogue, directory }: Known): Promise<CardReading> {
  const { importTownPublicKey, parseTypedCode, townPublicKeySchema, verifyCard } = await import(
    '../../../protocol/card.ts'
  );
  let text = code.text;
  if (code.format === 'typed') {
    const typed = parseTypedCode(code.text);
    if (typed.kind === 'unreadable') return { kind: 'refused', reason: 'not_a_card' };
    if (typed.kind === 'household') {
      const known = directory.some((row) => row.code === typed.household);
      return known
        ? { kind: 'open', household: typed.household, mark: 'typed' }
        : { kind: 'refused', reason: 'unknown_household' };
    }
    text = typed.text;
  }
  const publicKey = await importTownPublicKey(townPublicKeySchema.parse(JSON.parse(catalogue.town.cardKey)));
  const check = await verifyCard(text, {
    town: catalogue.town.code,
    publicKey,
    currentN: (household) => directory.find((row) => row.code === household)?.card,
  });
  switch (check.code) {
    case 'ok':
      return { kind: 'open', household: check.card.household, card: check.card.n, mark: 'valid' };
    case 'replaced':
      return { kind: 'open', household: check.card.household, card: check.card.n, mark: 'replaced' };
    case 'newer_than_known':
      return { kind: 'open', household: check.card.household, card: check.card.n, mark: 'newer' };
    default:
      return { kind: 'refused', reason: check.code };
  }
}
