/**
 * What one batch touches, in memory: household files with just the facts that matter for judging, their counters, spending
 * rights, and what has to be written. Everything happens under the town's row lock, so nobody else writes meanwhile.
 */

import type { Selectable } from 'kysely';
import { allowanceLine, giveBackTo, remainingRight, type SettledAccount, spendFrom } from '../../domain/allowance.ts';
import { apply, newFile } from '../../domain/apply.ts';
import type { DomainEvent, FileEvent } from '../../domain/event.ts';
import type { AllowanceLine, AllowanceWrittenOff } from '../../domain/events/spending.ts';
import type { Entry, HouseholdFile, Lapse, PointsMove, Redemption, Reservation } from '../../domain/household.ts';
import { must } from '../../domain/must.ts';
import { freePoints, type Points, pointsOf } from '../../domain/points.ts';
import { deviceOf } from '../../domain/ref.ts';
import { reservationState } from '../../domain/reservation.ts';
import type { VerdictParams } from '../../domain/verdict.ts';
import type { CaseOpTable, CaseTable } from '../db/schema/cases.ts';
import type { AdoptedOpTable } from '../db/schema/devices.ts';
import type { TownTable } from '../db/schema/town.ts';
import type { Healing } from './healing.ts';
import type { NoticeState } from './notices.ts';
import type { Publicity } from './publicity.ts';
import type { Group } from './quarantine.ts';
import type { YearRanking } from './ranking.ts';
import type { SessionState } from './sessions.ts';
import type { Settling } from './settling.ts';
import { redeemRequest, returnRequest, type StockRequest } from './stock.ts';

export type TownRow = Pick<Selectable<TownTable>, 'town' | 'zone_offset_minutes' | 'epoch' | 'feed_seq' | 'feed_hash'>;

export interface HouseholdState {
  /** Facts that matter for this batch; complete only for a household that the batch registered. */
  file: HouseholdFile;
  points: Points;
  debt: number;
  isNew: boolean;
  changed: boolean;
}

/** A ledger row before it has its place and hash. */
export interface PendingEvent {
  readonly event: DomainEvent;
  readonly village: string | null;
  readonly grid: string | null;
  readonly household: string | null;
  readonly onlyDevices: readonly string[] | null;
  readonly author: string | null;
}

export interface CaseState extends Omit<Selectable<CaseTable>, 'town' | 'opened_at' | 'decided_at' | 'params'> {
  params: VerdictParams | null;
  changed: boolean;
}

const NO_ACCOUNT: SettledAccount = { granted: 0, returned: 0, spent: 0, writtenOff: 0, claimed: 0, writeOff: null };

/** An op that joins a Case of several, or what became of it. */
export type CaseOpState = Omit<Selectable<CaseOpTable>, 'town'>;

export class Batch {
  readonly town: TownRow;
  readonly households = new Map<string, HouseholdState>();
  readonly cases = new Map<string, CaseState>();
  /** Cases of several ops, with the ops (CF-17, CF-19). */
  readonly groups = new Map<string, Group>();
  readonly caseOps: CaseOpState[] = [];
  /** Sessions of the committee that ops open, close or name. */
  readonly sessions = new Map<string, SessionState>();
  /** What was taken over from an older log (SY-13): `was digest` → reference. */
  readonly twins = new Map<string, string>();
  readonly adoptedOps: Omit<Selectable<AdoptedOpTable>, 'town'>[] = [];
  readonly events: PendingEvent[] = [];
  readonly newEntries: { household: string; entry: Entry }[] = [];
  /** Entries that were decided on, agreed to, or are final now, as they stand. */
  readonly reviewedEntries = new Map<string, { household: string; entry: Entry }>();
  readonly newRedemptions: { household: string; redemption: Redemption }[] = [];
  readonly voidedRedemptions: { household: string; redemption: Redemption }[] = [];
  /** Reservations that were made, ended, handed over or are open again: household and id. */
  readonly changedReservations = new Map<string, { household: string; id: string }>();
  /** The counter of each village that hands over what is reserved (AL-8); loaded only for what asks for it. */
  readonly counters = new Map<string, string>();
  /** Pieces on a village's shelf that are kept for nobody, of what its store keeps books on: key `village sku`; loaded with the counters. */
  readonly spare = new Map<string, number>();
  readonly newMoves: { household: string; move: PointsMove }[] = [];
  readonly newLapses: { household: string; lapse: Lapse }[] = [];
  /** What settling quarters takes: key `village quarter`; loaded only for ops that settle one. */
  readonly settling = new Map<string, Settling>();
  /** AL-10: what waits in lists that are said to be final: key `village month`, then entries by file. */
  readonly waiting = new Map<string, Map<string, readonly string[]>>();
  /** Households that live in another place now, with its village: their open Cases go there too. */
  readonly relocated = new Map<string, string>();
  /** Households of the same villages and heads as those that the batch registers (CF-10). */
  readonly namesakes: HouseholdFile[] = [];
  readonly changedAllowances = new Set<string>();
  readonly writeOffs: AllowanceWrittenOff[] = [];
  /** Movements of goods that the ops ask for, in their order (AL-6). */
  readonly stock: StockRequest[] = [];
  /** The device whose log moved on with this batch, and how far. */
  logged: { readonly device: string; readonly seq: number } | undefined;
  /** Devices that ops speak of, as far as they exist. */
  readonly devices = new Map<string, { readonly village: string | null }>();
  /** Notices that ops of the batch speak of or post. */
  readonly notices = new Map<string, NoticeState>();
  catalogueChanged = false;
  /** Loaded only for ops about the lists of months. */
  publicity: Publicity | undefined;
  /** Loaded only for ops about the list of a year. */
  ranking: YearRanking | undefined;
  /** SY-14: what a restored town still waits for. */
  healing: Healing | undefined;
  /** Devices that the office no longer waits for, with the write-off that says so. */
  readonly waived = new Map<string, string>();
  private readonly allowances = new Map<string, SettledAccount>();

  constructor(town: TownRow) {
    this.town = town;
  }

  /** The account of a device for a household; zeros when it never had one. */
  allowance(device: string, household: string): SettledAccount {
    return this.allowances.get(`${device} ${household}`) ?? NO_ACCOUNT;
  }

  /** Households for which the batch knows an account of the device. */
  householdsOf(device: string): readonly string[] {
    return [...this.allowances.keys()].flatMap((key) =>
      key.startsWith(`${device} `) ? [key.slice(device.length + 1)] : [],
    );
  }

  /** Whether the batch knows the device's account for a household. */
  hasAccount(device: string, household: string): boolean {
    return this.allowances.has(`${device} ${household}`);
  }

  /** Loads an account as the database has it. */
  putAllowance(device: string, household: string, account: SettledAccount): void {
    this.allowances.set(`${device} ${household}`, account);
  }

  /** Changes an account and the household's sum of remaining rights with it. */
  changeAllowance(device: string, household: string, account: SettledAccount): void {
    const state = must(this.households.get(household), `household ${household} is loaded`);
    const before = remainingRight(this.allowance(device, household));
    this.putAllowance(device, household, account);
    this.changedAllowances.add(`${device} ${household}`);
    state.points = { ...state.points, allotted: state.points.allotted + remainingRight(account) - before };
    state.debt = Math.min(state.debt, uncovered(state.points));
    state.changed = true;
  }

  /** Where a household that is loaded lives. */
  villageOf(household: string): string {
    return must(this.households.get(household), `household ${household} is loaded`).file.village;
  }

  /** Grants a device more of what is free, and says so. */
  grant(device: string, household: string, points: number): void {
    const account = this.allowance(device, household);
    const now = { ...account, granted: account.granted + points };
    this.changeAllowance(device, household, now);
    this.announceRights(device, this.villageOf(household), [allowanceLine(household, now)]);
  }

  /**
   * Changes an account to honour what the lost history promised (SY-14). What that leaves uncovered is the household's debt until
   * the lost ops are here again.
   */
  honourAllowance(device: string, household: string, account: SettledAccount): void {
    this.changeAllowance(device, household, account);
    this.allowDebt(household);
  }

  /** SY-14: what was honoured beyond the final points that the server knows stands as a debt. */
  allowDebt(household: string): void {
    const state = must(this.households.get(household), `household ${household} is loaded`);
    state.debt = uncovered(state.points);
  }

  /** Tells everyone in the village what a device holds, so that nobody shows points as free that are promised. */
  announceRights(device: string, village: string | null, lines: readonly AllowanceLine[]): void {
    this.events.push({
      event: { type: 'allowance.set', device, lines },
      village,
      grid: null,
      household: null,
      onlyDevices: null,
      author: null,
    });
  }

  /**
   * Takes up an event of one household: file, counters, spending rights, goods and the rows to write. `at` is the instant of a void,
   * whose event has none.
   */
  applyFileEvent(event: FileEvent, author: string | null, at?: number): void {
    if (event.type === 'household.registered') {
      const file = newFile(event);
      this.households.set(event.household, { file, points: pointsOf(file), debt: 0, isNew: true, changed: true });
    }
    const state = must(this.households.get(event.household), `household ${event.household} is loaded`);
    const before = state.file;
    state.file = apply(before, event);
    this.movePoints(state, before);
    this.noteRows(event, state.file);
    // In the ledger the act stands before what it does to a right: read one by one, no moment has fewer rights than are kept.
    this.announce(event, state.file, author);
    this.spend(event, before);
    this.moveGoods(event, before, at);
    settleDebt(state, before);
    state.changed = true;
    // Who had the household in sight must hear that it is gone, who has it now that it came.
    const gone = before.village !== state.file.village || before.grid !== state.file.grid;
    if (gone) {
      this.announce(event, before, author);
      this.relocated.set(event.household, state.file.village);
    }
    this.drain(event.household);
  }

  /** Whether a reservation can still be fetched. */
  stands(file: HouseholdFile, reservation: Reservation): boolean {
    return reservationState(file, reservation) === 'open';
  }

  private announce(event: FileEvent, { village, grid }: HouseholdFile, author: string | null): void {
    this.events.push({ event, village, grid, household: event.household, onlyDevices: null, author });
  }

  /**
   * CF-09: whatever is free on a merged household, also less than nothing, is its successor's from now on, and so is what it
   * has earned. Rights that are out stay, and are covered by what stays with them (AL-2, CF-11).
   */
  private drain(household: string): void {
    const state = this.households.get(household);
    const into = state?.file.merged?.into;
    if (!state || into === undefined) return;
    const points = freePoints(state.points);
    const { earned } = state.points;
    if (points === 0 && earned === 0) return;
    // The place in the ledger is unique in the town's history.
    const id = `M${String(this.town.feed_seq + this.events.length + 1).padStart(9, '0')}`;
    const half = (code: string, other: string, sign: 1 | -1) =>
      this.applyFileEvent(
        { type: 'points.moved', household: code, id, with: other, points: sign * points, earned: sign * earned },
        null,
      );
    half(household, into, -1);
    half(into, household, 1);
  }

  /** Moves what became free on merged households since, also what only spending rights changed. */
  drainMerged(): void {
    for (const code of [...this.households.keys()]) this.drain(code);
  }

  /** Counters follow the facts: the partial file holds every fact that the event can touch. */
  private movePoints(state: HouseholdState, before: HouseholdFile): void {
    const old = pointsOf(before);
    const now = pointsOf(state.file);
    state.points = {
      earned: state.points.earned + now.earned - old.earned,
      pending: state.points.pending + now.pending - old.pending,
      waiting: state.points.waiting + now.waiting - old.waiting,
      final: state.points.final + now.final - old.final,
      redeemed: state.points.redeemed + now.redeemed - old.redeemed,
      allotted: state.points.allotted,
    };
  }

  /** Offline redemptions draw on the allowance of the device that recorded them (AL-1); a void gives back. */
  private spend(event: FileEvent, before: HouseholdFile): void {
    const change = (redemption: Redemption, sign: 1 | -1): void => {
      if (redemption.mode !== 'allowance') return;
      const device = deviceOf(redemption.id);
      const account = this.allowance(device, event.household);
      const now = sign > 0 ? spendFrom(account, redemption) : giveBackTo(account, redemption);
      this.changeAllowance(device, event.household, now);
      if (redemption.late)
        this.announceRights(device, this.villageOf(event.household), [allowanceLine(event.household, now)]);
    };
    if (event.type === 'redemption.recorded') change(event.redemption, 1);
    if (event.type === 'redemption.voided') change(standing(before, event.redemption), -1);
  }

  /** AL-6: a redemption takes goods, a void gives the same back. */
  private moveGoods(event: FileEvent, before: HouseholdFile, at: number | undefined): void {
    if (event.type === 'redemption.recorded') this.stock.push(...redeemRequest(event.redemption, before.village));
    if (event.type !== 'redemption.voided') return;
    const voided = standing(before, event.redemption);
    this.stock.push(returnRequest(voided, before.village, event.ref, must(at, 'a void has an instant')));
  }

  private noteRows(event: FileEvent, file: HouseholdFile): void {
    const { household } = event;
    if (event.type === 'entry.recorded') this.newEntries.push({ household, entry: event.entry });
    if (event.type === 'entry.reviewed' || event.type === 'entry.agreed') {
      const entry = must(
        file.entries.find((e) => e.id === event.entry),
        `entry ${event.entry} is loaded`,
      );
      this.reviewedEntries.set(entry.id, { household, entry });
    }
    if (event.type === 'entries.final') {
      const ids = new Set(event.entries);
      for (const entry of file.entries) if (ids.has(entry.id)) this.reviewedEntries.set(entry.id, { household, entry });
    }
    if (event.type === 'redemption.recorded') {
      this.newRedemptions.push({ household, redemption: event.redemption });
      this.noteReservation(household, event.redemption.reservation);
    }
    if (event.type === 'reservation.made') this.noteReservation(household, event.reservation.id);
    if (event.type === 'reservation.ended') this.noteReservation(household, event.reservation);
    if (event.type === 'points.moved') {
      const { type: _type, household: _household, ...move } = event;
      this.newMoves.push({ household, move });
    }
    if (event.type === 'points.lapsed') {
      const { type: _type, household: _household, ...lapse } = event;
      this.newLapses.push({ household, lapse });
    }
    if (event.type === 'redemption.voided') {
      const redemption = must(
        file.redemptions.find((r) => r.id === event.redemption),
        `redemption ${event.redemption} is loaded`,
      );
      this.voidedRedemptions.push({ household, redemption });
      this.noteReservation(household, redemption.reservation);
    }
  }

  private noteReservation(household: string, id: string | undefined): void {
    if (id !== undefined) this.changedReservations.set(`${household} ${id}`, { household, id });
  }
}

/** The redemption that an event voids: nothing is voided twice. */
function standing({ redemptions }: HouseholdFile, id: string): Redemption {
  return must(
    redemptions.find((r) => r.id === id && !r.voided),
    `redemption ${id} stands`,
  );
}

/**
 * What points taken back left uncovered (CF-23). Only an event that lowers the final points may raise it; redemptions and
 * grants may not, and the database's constraint sees to that.
 */
function settleDebt(state: HouseholdState, before: HouseholdFile): void {
  const lowered = pointsOf(state.file).final < pointsOf(before).final;
  state.debt = lowered ? uncovered(state.points) : Math.min(state.debt, uncovered(state.points));
}

/** By how much what was redeemed and promised exceeds the final points. */
function uncovered(points: Points): number {
  return Math.max(0, points.redeemed + points.allotted - points.final);
}
