import { z } from 'zod';
import { decodeBase32, encodeBase32 } from './base32.ts';

/*
 * The household QR card. The payload is printed on paper that stays in use for years, so this format never changes; a
 * new one gets another head than VP1:
 *
 *   VP1/<TOWN>/<HOUSEHOLD>/<N>/<SIG>
 *
 * SIG is ECDSA P-256 with SHA-256 (64 bytes r ‖ s) over the UTF-8 text before the last slash, in base 32 (103 characters).
 * Every character is in the QR alphanumeric mode; with error correction Q the whole is a version 7 code. It holds no name
 * and no points: a lost card tells nothing but a household's code.
 */

const TOWN = '[A-Z0-9]{2,8}';
const HOUSEHOLD = '[A-Z0-9]{1,8}-[0-9]{1,8}';
const CARD_NUMBER_MAX = 99_999;
const SIGNATURE_BYTES = 64;
const SIGNATURE_CHARS = 103;
/** Longest text worth parsing: an address before the payload included. */
const TEXT_CHARS_MAX = 400;

const TOWN_PATTERN = new RegExp(`^${TOWN}$`);
const HOUSEHOLD_PATTERN = new RegExp(`^${HOUSEHOLD}$`);
/** An address may stand before the payload, so that a villager's own phone can open the card as a link. */
const PAYLOAD_PATTERN = new RegExp(
  `^(?:HTTPS?://[!-~]+/)?(VP1/(${TOWN})/(${HOUSEHOLD})/([1-9][0-9]{0,4}))/([0-9A-Z]{${SIGNATURE_CHARS}})$`,
);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** A town's public card key as it crosses the wire: JWK, curve P-256. */
export const townPublicKeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
});
export type TownPublicKey = z.infer<typeof townPublicKeySchema>;

/** What a card says, before anything about it is believed. `n` is the household's card number: 1, 2, 3 … per replacement. */
export interface CardFields {
  readonly town: string;
  readonly household: string;
  readonly n: number;
}

export interface ParsedCard extends CardFields {
  /** The text the signature covers. */
  readonly signed: string;
  readonly sig: Uint8Array<ArrayBuffer>;
}

export type CardParse =
  | { readonly ok: true; readonly card: ParsedCard }
  | { readonly ok: false; readonly problem: 'not_a_card' };

/** What a verified card turned out to be. `ok` and `newer_than_known` may be used; every other code is a refusal. */
export type CardCheck =
  | { readonly code: 'ok'; readonly card: CardFields }
  /** The signature is the town's, the number is higher than this device knows: the replacement has not been synced yet. */
  | { readonly code: 'newer_than_known'; readonly card: CardFields; readonly knownN: number }
  | { readonly code: 'replaced'; readonly card: CardFields; readonly currentN: number }
  | { readonly code: 'unknown_household'; readonly card: CardFields }
  | { readonly code: 'foreign_town'; readonly town: string }
  | { readonly code: 'forged_or_altered' }
  | { readonly code: 'not_a_card' };

export interface CardTrust {
  /** This device's own town. */
  readonly town: string;
  readonly publicKey: CryptoKey;
  /** The household's card number in force, or `undefined` for a household this device does not know. */
  currentN(household: string): number | undefined;
}

/** Imports the town's public key for `verifyCard`. Rejects with a `DOMException` if x and y are no point of the curve. */
export function importTownPublicKey(key: TownPublicKey): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', key, ALGORITHM, true, ['verify']);
}

/** Reads a scanned or typed payload without checking the signature. Accepts lower case and an address in front. */
export function parseCard(text: string): CardParse {
  const notACard = { ok: false, problem: 'not_a_card' } as const;
  const trimmed = text.trim();
  // Outside ASCII some letters have a capital inside it (ſ → S): they are no spelling of a card.
  if (trimmed.length > TEXT_CHARS_MAX || !/^[!-~]*$/.test(trimmed)) return notACard;
  const match = PAYLOAD_PATTERN.exec(trimmed.toUpperCase());
  if (!match) return notACard;
  const [, signed = '', town = '', household = '', n = '', sigText = ''] = match;
  const sig = decodeBase32(sigText);
  // A signature with a character outside base 32 is still meant as a card: an empty one fails verification by name.
  return { ok: true, card: { town, household, n: Number(n), signed, sig: sig ?? new Uint8Array(0) } };
}

/**
 * Checks a card offline. The order matters: the signature is judged before anything the card claims about itself, so a
 * forged card is never called merely replaced; only the town comes first, because another town's key is not here.
 */
export async function verifyCard(text: string, trust: CardTrust): Promise<CardCheck> {
  const parsed = parseCard(text);
  if (!parsed.ok) return { code: 'not_a_card' };
  const { town, household, n, signed, sig } = parsed.card;
  if (town !== trust.town) return { code: 'foreign_town', town };
  const genuine =
    sig.length === SIGNATURE_BYTES &&
    (await crypto.subtle.verify(SIGNING, trust.publicKey, sig, new TextEncoder().encode(signed)));
  if (!genuine) return { code: 'forged_or_altered' };
  const card: CardFields = { town, household, n };
  const currentN = trust.currentN(household);
  if (currentN === undefined) return { code: 'unknown_household', card };
  if (n < currentN) return { code: 'replaced', card, currentN };
  if (n > currentN) return { code: 'newer_than_known', card, knownN: currentN };
  return { code: 'ok', card };
}

/**
 * Signs a card and gives the payload to print. Throws a `RangeError` for fields that no card can carry, so that paper is
 * never wasted on a card that cannot be read back.
 */
export async function signCard(privateKey: CryptoKey, { town, household, n }: CardFields): Promise<string> {
  if (!TOWN_PATTERN.test(town)) throw new RangeError('a town code has 2 to 8 capitals or digits');
  if (!HOUSEHOLD_PATTERN.test(household)) throw new RangeError('a household code looks like XW-0001');
  if (!Number.isInteger(n) || n < 1 || n > CARD_NUMBER_MAX) throw new RangeError('a card number is 1 to 99999');
  const signed = `VP1/${town}/${household}/${n}`;
  const sig = await crypto.subtle.sign(SIGNING, privateKey, new TextEncoder().encode(signed));
  return `${signed}/${encodeBase32(new Uint8Array(sig))}`;
}

export type TypedCode =
  | { readonly kind: 'card'; readonly text: string }
  | { readonly kind: 'household'; readonly household: string }
  | { readonly kind: 'unreadable' };

/**
 * Reads what a person typed in place of scanning: a household code (`xw 0001`, `ＸＷ－０００１`, `XW0001`) or the whole
 * payload. A household code proves no card was shown; the caller decides what it may open.
 */
export function parseTypedCode(typed: string): TypedCode {
  const text = typed.normalize('NFKC').trim();
  if (parseCard(text).ok) return { kind: 'card', text };
  const compact = text.toUpperCase().replace(/[\s–—_]/g, '');
  const household = compact.includes('-') ? compact : compact.replace(/^([A-Z]+)([0-9]+)$/, '$1-$2');
  return HOUSEHOLD_PATTERN.test(household) ? { kind: 'household', household } : { kind: 'unreadable' };
}
