/** The PIN: opens the data key offline, is counted and made to wait when wrong, and is set up online the first time. */

import type { Journal } from '../journal/journal.ts';
import type { PinRow } from '../journal/journalDb.ts';
import { fromBase64url } from '../seal/base64url.ts';
import { type DataKey, importDataKey } from '../seal/dataKey.ts';
import { PinWaits } from '../seal/pinWait.ts';
import { PIN_ROUNDS, unwrapDataKey, wrapDataKey } from '../seal/pinWrap.ts';
import type { ApiDeps } from '../sync/api.ts';
import { ApiError } from '../sync/apiError.ts';
import type { TabletState, UnlockResult } from './tablet.ts';

/** From this many wrong tries on the server is asked too: the office may have given the person a new PIN. */
const ASK_SERVER_FROM = 3;

export type DoorAnswer =
  | { readonly result: 'ok'; readonly dataKey: DataKey }
  | { readonly result: Exclude<UnlockResult, 'ok'> };

export interface DoorDeps {
  readonly crypto: Crypto;
  readonly api: ApiDeps;
  readonly clock: { now(): number; monotonic(): number };
  readonly pinRounds?: number | undefined;
}

/** What a refused activation means to the person at the door. */
function refusal(error: ApiError): Exclude<UnlockResult, 'ok'> {
  switch (error.code) {
    case 'pin-wrong':
      return 'wrong_pin';
    case 'rate-limited':
      return 'wait';
    case 'pin-locked':
    case 'device-unknown':
      return 'office';
    case 'forbidden':
    case 'invalid':
      return 'not_here';
    default:
      return 'offline';
  }
}

export class PinDoor {
  private readonly deps: DoorDeps;
  private readonly waits: PinWaits;
  /** One try at a time, so that none goes uncounted. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(deps: DoorDeps) {
    this.deps = deps;
    this.waits = new PinWaits(deps.clock);
  }

  /** Tries a PIN. Throws what IndexedDB throws. */
  unlock(journal: Journal, user: string, pin: string): Promise<DoorAnswer> {
    const attempt = this.last.then(() => this.attempt(journal, user, pin));
    this.last = attempt.catch(() => undefined);
    return attempt;
  }

  /** Who has set up a PIN here, and who must wait. */
  async standing(
    journal: Journal,
  ): Promise<{ readonly activated: ReadonlySet<string>; readonly waits: TabletState['pinWaits'] }> {
    const rows = await journal.db.pins.toArray();
    const waits: Record<string, { untilMs: number } | 'office'> = {};
    for (const { user, tries } of rows) {
      const left = this.waits.left(user, tries);
      if (left === 'office') waits[user] = left;
      else if (left > 0) waits[user] = { untilMs: this.deps.clock.now() + left };
    }
    return { activated: new Set(rows.filter((r) => r.wrapped).map((r) => r.user)), waits };
  }

  private async attempt(journal: Journal, user: string, pin: string): Promise<DoorAnswer> {
    if (!journal.identity.users.some((u) => u.id === user)) return { result: 'not_here' };
    const { db, keys } = journal;
    const row = await db.pins.get(user);
    const left = this.waits.left(user, row?.tries);
    if (left === 'office') {
      const answer = await this.activate(journal, user, pin);
      return answer.result === 'ok' ? answer : { result: 'office' };
    }
    if (left > 0) return { result: 'wait' };
    // A key that the server has replaced since opens nothing any more.
    const stale = row?.keyId !== (await db.getMeta('dataKeyId'));
    if (!row?.wrapped || stale) return this.activate(journal, user, pin);

    // Counted before it is tried: whoever ends the app in between has used up the try.
    const wrong = (row.tries?.wrong ?? 0) + 1;
    const counted: PinRow = { ...row, tries: { wrong, lastAt: this.deps.clock.now() } };
    await db.pins.put(counted);
    const bytes = await unwrapDataKey(this.deps.crypto, keys.pin, pin, row.wrapped);
    if (bytes) {
      const { tries: _, ...right } = counted;
      await db.pins.put(right);
      return { result: 'ok', dataKey: await importDataKey(this.deps.crypto, bytes) };
    }
    if (wrong >= ASK_SERVER_FROM) {
      const answer = await this.activate(journal, user, pin);
      if (answer.result === 'ok') return answer;
    }
    return { result: this.waits.left(user, counted.tries) === 'office' ? 'office' : 'wrong_pin' };
  }

  /** Has the server check the PIN and give the data key, and keeps it wrapped. */
  private async activate(journal: Journal, user: string, pin: string): Promise<DoorAnswer> {
    const { crypto, api, pinRounds } = this.deps;
    try {
      // Only a first PIN, or one in doubt, asks the server.
      const { activate, deviceAuth } = await import('../sync/api.ts');
      const answer = await activate(api, deviceAuth(journal.identity), { user, pin });
      const bytes = fromBase64url(answer.dataKey);
      const dataKey = await importDataKey(crypto, bytes);
      const wrapped = await wrapDataKey(crypto, journal.keys.pin, pin, bytes, pinRounds ?? PIN_ROUNDS);
      const { db } = journal;
      await db.transaction('rw', db.pins, db.meta, async () => {
        await db.pins.put({ user, wrapped, keyId: dataKey.id });
        await db.meta.put(dataKey.id, 'dataKeyId');
      });
      return { result: 'ok', dataKey };
    } catch (error) {
      if (error instanceof ApiError) return { result: refusal(error) };
      throw error;
    }
  }
}
