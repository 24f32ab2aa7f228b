/** A device in the field: its storage, its clock, the tabs that are open on it, and what its people were told is saved. */
import { IDBKeyRange } from 'fake-indexeddb';
import { type ClosableTablet, createTablet } from '../../../src/client/engine/createTablet.ts';
import type { TabletDeps } from '../../../src/client/engine/deps.ts';
import { LocalLocks } from '../../../src/client/sync/locks.ts';
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

export class Gadget {
  readonly plan: GadgetPlan;
  readonly promised: Promised[] = [];
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
