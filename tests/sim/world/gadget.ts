/** A device in the field: its storage, its clock, the tabs that are open on it, and what its people were told is saved. */
import { IDBKeyRange } from 'fake-indexeddb';
import { type ClosableTablet, createTablet } from '../../../src/client/engine/createTablet.ts';
import type { TabletDeps } from '../../../src/client/engine/deps.ts';
import type { ArchiveRow } from '../../../src/client/journal/journalDb.ts';
import { LocalLocks } from '../../../src/client/sync/locks.ts';
import { OP_SCHEMA } from '../../../src/domain/op.ts';
import { makeRef } from '../../../src/domain/ref.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { clientCrypto } from '../machine/clientCrypto.ts';
import { Disk } from '../machine/disk.ts';
import { Dice } from '../machine/random.ts';
import { VirtualTimers } from '../machine/timers.ts';
import type { World } from './world.ts';

const PREFIX = 'sim';
export const JOURNAL = `${PREFIX}-journal`;
export const CACHE = `${PREFIX}-cache`;

/** An op of which a person read 已存本机. */
export interface Promised {
  readonly ref: string;
  readonly seq: number;
  readonly kind: string;
  readonly body: unknown;
  readonly by: string;
  readonly at: number;
  readonly preview: Verdict;
}

export interface Tab {
  readonly tablet: ClosableTablet;
  readonly timers: VirtualTimers;
  /** Who has unlocked it. */
  user: string | undefined;
}

export interface GadgetPlan {
  /** As the story calls it. */
  readonly name: string;
  readonly kind: 'tablet' | 'counter';
  readonly village: string;
  readonly people: readonly string[];
}

/** An op that stayed in the log of an identity before (SY-13). */
interface Former {
  readonly op: Promised;
  /** Whether the device can still show it. */
  readonly shown: boolean;
}

export class Gadget {
  readonly plan: GadgetPlan;
  promised: Promised[] = [];
  /** Those of them that spend a right. */
  spending: Promised[] = [];
  readonly former: Former[] = [];
  /** Its storage was copied or put back, and it has not noticed yet: somebody else may have used its rights (SY-13). */
  twofold = false;
  /** Its clock was never wrong, and nothing that it said came late. */
  punctual = true;
  /** The storage as it was at some moment. */
  image:
    | {
        readonly id: string;
        readonly disk: Disk;
        readonly promised: readonly Promised[];
        readonly former: readonly Former[];
      }
    | undefined;
  readonly from: string;
  disk = new Disk();
  /** How far its clock is ahead of the true time, ms. */
  skewMs = 0;
  /** The office has revoked it (CF-17): it hands over and then keeps nothing. */
  revoked = false;
  tabs: Tab[] = [];
  id = '';
  private readonly world: World;
  private locks = new LocalLocks();
  private ears = new Set<{ readonly self: object; readonly hear: (message: string) => void }>();
  private readonly dice: Dice;
  /** Whose requests are still worth answering: another one after every end of the app. */
  life: object = {};

  constructor(world: World, plan: GadgetPlan, from: string, salt: number) {
    this.world = world;
    this.plan = plan;
    this.from = from;
    this.dice = new Dice(salt);
  }

  get name(): string {
    return this.plan.name;
  }

  /** Its own clock, ms. */
  now(): number {
    return this.world.now + this.skewMs;
  }

  private deps(timers: VirtualTimers): TabletDeps {
    const self = {};
    const { ears, world } = this;
    return {
      dbPrefix: PREFIX,
      indexedDB: this.disk.factory,
      IDBKeyRange,
      crypto: clientCrypto,
      fetch: world.network.fetchOf(this.life, this.from, {}),
      now: () => this.now(),
      monotonic: () => world.now,
      random: () => this.dice.unit(),
      origin: '',
      timers,
      locks: this.locks,
      channel: {
        post: (message) => {
          for (const ear of [...ears]) if (ear.self !== self) ear.hear(message);
        },
        listen: (hear) => ears.add({ self, hear }),
        close: () => {
          for (const ear of [...ears]) if (ear.self === self) ears.delete(ear);
        },
      },
      appVersion: 'sim',
      pinRounds: 1,
      autoLockMs: 10 ** 12,
    };
  }

  /** A tab as it is opened; nothing runs yet. */
  open(): Tab {
    const timers = new VirtualTimers(() => this.world.now);
    const tab: Tab = { tablet: createTablet(this.deps(timers)), timers, user: undefined };
    this.tabs.push(tab);
    return tab;
  }

  /** The app is gone, wherever it was: nothing of it runs on, and nobody waits for its answers. */
  die(): void {
    this.tabs = [];
    this.life = {};
    this.locks = new LocalLocks();
    this.ears = new Set();
    this.disk.powerCut();
  }

  /** Follows the device to the identity that it has now (SY-13): what it recorded again stands for what it was. */
  follow(): void {
    const id = this.disk.value<string>(JOURNAL, 'meta', 'log');
    if (id === undefined || id === this.id || this.id === '') return;
    const archive = new Map(
      this.disk
        .values<ArchiveRow>(JOURNAL, 'archive')
        .filter((row) => row.device === this.id)
        .map((row) => [row.seq, row]),
    );
    const again: Promised[] = [];
    for (const op of this.promised) {
      const row = archive.get(op.seq);
      if (row?.now === undefined) {
        this.former.push({ op, shown: row !== undefined });
        continue;
      }
      const { ref: was, kind, body, by, at, preview } = op;
      const adopted = { was, op: { kind, body, by, at, schema: OP_SCHEMA } };
      again.push({ ref: makeRef(id, row.now), seq: row.now, kind: 'op.adopt', body: adopted, by, at, preview });
    }
    this.promised = again;
    this.spending = [];
    // Its storage may have been copied while it asked for the identity: the copy asks for the same one.
    const twins = this.world.gadgets.filter((gadget) => gadget !== this && gadget.id === id);
    for (const twin of twins) twin.twofold = true;
    this.twofold = twins.length > 0;
    this.id = id;
  }

  /** Another device with the same storage. */
  copied(name: string, from: string, salt: number): Gadget {
    const other = new Gadget(this.world, { ...this.plan, name }, from, salt);
    other.disk = this.disk.copy();
    other.promised = [...this.promised];
    other.spending = [...this.spending];
    other.former.push(...this.former);
    other.skewMs = this.skewMs;
    other.punctual = this.punctual;
    other.id = this.id;
    other.twofold = true;
    this.twofold = true;
    return other;
  }

  /** Keeps a copy of the storage. */
  keepImage(): void {
    const { id, disk, promised, former } = this;
    this.image = { id, disk: disk.copy(), promised: [...promised], former: [...former] };
  }

  /** The storage is as it was when its image was made; what came behind it is no longer here. */
  putBack(atServer: (op: Promised) => boolean): void {
    const { image } = this;
    if (!image) return;
    this.die();
    this.disk = image.disk.copy();
    this.id = image.id;
    const here = new Set(image.promised.map((op) => op.ref));
    const before = new Set(image.former.map(({ op }) => op));
    const gone = [...this.former.map(({ op }) => op).filter((op) => !before.has(op)), ...this.promised];
    const kept = gone.filter((op) => !here.has(op.ref) && atServer(op)).map((op) => ({ op, shown: false }));
    this.former.splice(0, this.former.length, ...image.former, ...kept);
    this.promised = [...image.promised];
    this.spending = this.spending.filter((op) => here.has(op.ref));
    this.twofold = true;
  }

  /** Whether the device has forgotten an op because a backup has it (SY-14). */
  hasForgotten(seq: number): boolean {
    const pruned = this.disk.value<{ readonly seq: number }>(JOURNAL, 'meta', 'pruned');
    return pruned !== undefined && seq <= pruned.seq;
  }

  /** First tab with somebody at it. */
  get ready(): Tab | undefined {
    return this.tabs.find((tab) => tab.user !== undefined && tab.tablet.state.getState().phase === 'ready');
  }
}
