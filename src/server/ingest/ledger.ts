/**
 * The ledger's hash chain (SY-14): hash(n) = SHA-256(hash(n−1) + "\n" + n + "\n" + body), body being the event's text as
 * stored. Whoever changes, drops or inserts a row breaks every hash after it.
 */
import { createHash } from 'node:crypto';
import type { PendingEvent, TownRow } from './batch.ts';

/** The hash before the first row of every ledger. */
export const LEDGER_GENESIS = '0'.repeat(64);

export interface LedgerRow {
  readonly seq: number;
  readonly hash: string;
  readonly type: string;
  readonly village: string | null;
  readonly grid: string | null;
  readonly household: string | null;
  readonly only_devices: readonly string[] | null;
  readonly author: string | null;
  readonly body: string;
}

/** Hash of a ledger row behind `previous`. */
export function ledgerHash(previous: string, seq: number, body: string): string {
  return createHash('sha256').update(`${previous}\n${seq}\n${body}`).digest('hex');
}

/** Gives events their place and hash behind the town's last one. */
export function chainEvents(
  town: Pick<TownRow, 'feed_seq' | 'feed_hash'>,
  events: readonly PendingEvent[],
): readonly LedgerRow[] {
  let { feed_seq: seq, feed_hash: hash } = town;
  return events.map(({ event, village, grid, household, onlyDevices, author }) => {
    const body = JSON.stringify(event);
    seq += 1;
    hash = ledgerHash(hash, seq, body);
    return { seq, hash, type: event.type, village, grid, household, only_devices: onlyDevices, author, body };
  });
}
