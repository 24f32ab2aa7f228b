/** One town with its devices, its line and its server, moved step by step. */
import { Readable, Writable } from 'node:stream';
import type { VerdictRow } from '../../../src/client/journal/journalDb.ts';
import { must } from '../../../src/domain/must.ts';
import type { OpBodies, OpKind } from '../../../src/domain/op.ts';
import type { RuleVersion } from '../../../src/domain/ruleSet.ts';
import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { backupTown } from '../../../src/server/backup/backupTown.ts';
import { confirmBackup } from '../../../src/server/backup/confirmBackup.ts';
import { restoreTown } from '../../../src/server/backup/restoreTown.ts';
import { createEnrolCode } from '../../../src/server/office/enrolCodes.ts';
import { changeRights } from '../../../src/server/office/personRights.ts';
import { PIN } from '../../server/support/smallTown.ts';
import { wall } from '../machine/globals.ts';
import { untilQuiet } from '../machine/quiet.ts';
import { seedBytes } from '../machine/seededCrypto.ts';
import { Gadget, type GadgetPlan, JOURNAL, type Promised, type Tab } from './gadget.ts';
import { type LoggedOp, type Written, written } from './ledgerRoom.ts';
import { type Ending, Network, type Request } from './network.ts';
import { OFFICE_JOURNAL, OfficeDesk } from './officeDesk.ts';
import { Oracle } from './oracle.ts';
import { People } from './people.ts';
import { Prices } from './prices.ts';
import type { Server } from './server.ts';

/** A Monday morning. */
const FIRST_MORNING_MS = Date.UTC(2026, 2, 2, 1);

/** What the checks look at behind every step. */
export interface Watcher {
  /** The server has answered a request; `news` is what it wrote. */
  server(world: World, news: Written, before: readonly RuleVersion[]): void;
  /** A device has done something. */
  client(world: World, gadget: Gadget, goesOn: boolean): void;
  /** A device has synced alone on a good line until it heard everything. */
  settled(world: World, gadget: Gadget): Promise<void>;
}

/** Newest requests that a line may still resend. */
const REMEMBERED_MAX = 30;

/** How the line and the server treat one request. */
export interface Fate {
  readonly ending: Ending;
  /** The request never arrives. */
  readonly lost?: boolean;
  /** It arrives so often. */
  readonly times?: number;
  /** The server dies after so many statements. */
  readonly serverDiesAfter?: number;
  /** The client's power goes after so many steps with the answer. */
  readonly killAfter?: number;
}

/** How something that a device does ends. */
export interface Course {
  /** The power goes after so many steps of the disk. */
  readonly killAfter?: number;
  /** More of the same follows at once: what is dear to look at is looked at behind the last. */
  readonly goesOn?: boolean;
}

/** Every device of every story has its own: limits per address do not add up. */
let addresses = 0;

export const GOOD: Fate = { ending: { kind: 'whole' } };

export class World {
  readonly town: string;
  readonly server: Server;
  readonly network = new Network();
  oracle = new Oracle();
  readonly gadgets: Gadget[] = [];
  readonly desks: OfficeDesk[] = [];
  /** Every op that the server has taken, by reference. */
  readonly logged = new Map<string, LoggedOp>();
  /** Hashes of every op that the server has taken under a reference, in any history. */
  private readonly hashes = new Map<string, Set<string>>();
  readonly faults: Record<string, number> = {};
  readonly story: string[] = [];
  /** Requests that have arrived: a line may bring them again. */
  readonly delivered: Request[] = [];
  /** Written-off points that were claimed after all, by device and household. */
  readonly claimed = new Map<string, number>();
  /** Ids of devices that the office has revoked. */
  readonly revoked = new Set<string>();
  /** Where people worked, and when. */
  people = new People();
  /** What goods cost, and when. */
  readonly prices = new Prices();
  opsRecorded = 0;
  /** The server was put back to a backup: until all is at rest again it knows less than its devices. */
  restored = false;
  /** What a server that was put back had said of ops, as far as their devices have heard it. */
  readonly lost = new Map<string, LoggedOp>();
  /** Ops that counted in a lost history, as one of their devices knows: they count again. */
  readonly counted = new Set<string>();
  private kept: { readonly file: Buffer; readonly people: People } | undefined;
  /** Number of the step that runs. */
  step = 0;
  rules: readonly RuleVersion[] = [];
  private catalogue = -1;
  private readonly watcher: Watcher;
  private readonly highs = new Map<string, number>();

  constructor(server: Server, town: string, seed: number, watcher: Watcher) {
    this.server = server;
    this.town = town;
    this.watcher = watcher;
    seedBytes(seed);
    wall.now = FIRST_MORNING_MS;
  }

  /** True time, ms. */
  get now(): number {
    return wall.now;
  }

  pass(ms: number): void {
    wall.now += ms;
  }

  tell(line: string): void {
    this.story.push(line);
  }

  fault(kind: string): void {
    this.faults[kind] = (this.faults[kind] ?? 0) + 1;
  }

  /** Starts something on a device and waits until it is quiet; true when its power went before. */
  async client(
    who: Gadget | OfficeDesk,
    start: () => void,
    { killAfter, goesOn = false }: Course = {},
  ): Promise<boolean> {
    const killed = await untilQuiet(start, killAfter);
    if (who instanceof Gadget) {
      if (killed) who.die();
      who.follow();
      this.watcher.client(this, who, goesOn);
    } else if (killed) await who.restart();
    return killed;
  }

  private address(): string {
    addresses++;
    return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`;
  }

  // People and devices.

  async addDesk(name: string, clerk: OfficeDesk['clerk']): Promise<void> {
    const desk = new OfficeDesk(this, name, clerk, this.address());
    this.desks.push(desk);
    await desk.enrol();
  }

  async addGadget(plan: GadgetPlan, salt: number): Promise<void> {
    const gadget = new Gadget(this, plan, this.address(), salt);
    const { kind, village, people, name } = plan;
    const wanted = { kind, village, users: people, name };
    const { code } = await createEnrolCode(this.server.db, { town: this.town, id: 'office' }, wanted);
    const tab = gadget.open();
    await this.client(gadget, () => void tab.tablet.start().then(() => tab.tablet.enrol(code)));
    await this.calm(gadget);
    gadget.id = must(tab.tablet.state.getState().device?.id, `${name} is enrolled`);
    this.gadgets.push(gadget);
    await this.unlock(gadget, tab, people[0] ?? '');
    await this.calm(gadget);
  }

  /** A second device with the storage of one (SY-13). */
  addCopy(gadget: Gadget, salt: number): Gadget {
    const copies = this.gadgets.filter((g) => g.name.startsWith(`${gadget.name}, copied`)).length;
    const other = gadget.copied(`${gadget.name}, copied${'.'.repeat(copies)}`, this.address(), salt);
    this.gadgets.push(other);
    return other;
  }

  /** A person works in other grids from now on; none: in the whole village (CF-16). */
  async movePerson(user: string, grids: readonly string[]): Promise<void> {
    await changeRights(this.server.db, { town: this.town, village: null }, user, { grids });
    this.people.move(user, grids, this.now);
    await this.look();
  }

  /** A person gives the PIN. */
  async unlock(gadget: Gadget, tab: Tab, user: string): Promise<boolean> {
    return this.client(
      gadget,
      () =>
        void tab.tablet.unlock(user, PIN).then((answer) => {
          tab.user = answer === 'ok' ? user : undefined;
        }),
    );
  }

  /** Records an op for the person at a tab; true when the power went before it was quiet. */
  async record<K extends OpKind>(
    gadget: Gadget,
    tab: Tab,
    kind: K,
    body: OpBodies[K],
    course: Course = {},
  ): Promise<boolean> {
    return this.client(gadget, () => this.startRecord(gadget, tab, kind, body), course);
  }

  /** Voids a redemption and records what of it was kept (CF-27); true when the power went before it was quiet. */
  async returnPart(
    gadget: Gadget,
    tab: Tab,
    back: OpBodies['redemption.void'],
    kept: OpBodies['redemption.record'],
    course: Course = {},
  ): Promise<boolean> {
    return this.client(
      gadget,
      () => {
        const at = gadget.now();
        const by = tab.user ?? '';
        void tab.tablet.returnPart(back, kept).then((result) => {
          if (!result.ok) return;
          const seq = Number(result.ref.slice(result.ref.lastIndexOf('-') + 1));
          const ref = `${result.ref.slice(0, result.ref.lastIndexOf('-'))}-${String(seq - 1).padStart(6, '0')}`;
          const { preview } = result;
          const both: readonly Promised[] = [
            { ref, seq: seq - 1, kind: 'redemption.void', body: back, by, at, preview },
            { ref: result.ref, seq, kind: 'redemption.record', body: kept, by, at, preview },
          ];
          gadget.promised.push(...both);
          if (kept.mode === 'allowance') gadget.spending.push(...both.slice(1));
          this.opsRecorded += 2;
        });
      },
      course,
    );
  }

  /** Several tabs record at the same moment. */
  async together<K extends OpKind>(
    gadget: Gadget,
    wanted: readonly { readonly tab: Tab; readonly kind: K; readonly body: OpBodies[K] }[],
  ): Promise<void> {
    await this.client(gadget, () => {
      for (const { tab, kind, body } of wanted) this.startRecord(gadget, tab, kind, body);
    });
  }

  private startRecord<K extends OpKind>(gadget: Gadget, tab: Tab, kind: K, body: OpBodies[K]): void {
    const at = gadget.now();
    const by = tab.user ?? '';
    void tab.tablet.record(kind, body).then((result) => {
      if (!result.ok) return;
      const seq = Number(result.ref.slice(result.ref.lastIndexOf('-') + 1));
      const promised = { ref: result.ref, seq, kind, body, by, at, preview: result.preview };
      gadget.promised.push(promised);
      if (kind === 'redemption.record' && 'mode' in body && body.mode === 'allowance') gadget.spending.push(promised);
      this.opsRecorded++;
    });
  }

  /** Whether the server has an op as a person recorded it, and not another history's with the same number (SY-13). */
  has({ ref, kind, body, by, at }: Promised): boolean {
    const op = this.logged.get(ref);
    return (
      op?.kind === kind && op.by === by && op.at === at && canonicalJson(asked(op.body)) === canonicalJson(asked(body))
    );
  }

  /** Whether different ops have had this reference: before a restore another branch's (SY-13), or one from before the storage was put back. */
  usedAgain(ref: string): boolean {
    return (this.hashes.get(ref)?.size ?? 0) > 1;
  }

  /** The storage of a device was put back: what it had heard behind that it cannot say to a server that has forgotten it, too. */
  forgets(gadget: Gadget): void {
    const { id, refs } = heardBy(gadget, JOURNAL);
    for (const [ref, { device }] of this.lost) if (device === id && !refs.has(ref)) this.lost.delete(ref);
  }

  /** A device has heard everything: it must show what the server has. */
  settled(gadget: Gadget): Promise<void> {
    return this.watcher.settled(this, gadget);
  }

  // The line.

  private ownerOf(request: Request): Gadget | OfficeDesk | undefined {
    return [...this.gadgets, ...this.desks].find((one) => one.life === request.owner);
  }

  /** What a request says of its device is taken for how things are when it arrives (CF-16). */
  private arrives({ at, sent }: Request): void {
    const gadget = at < this.now ? this.gadgets.find((one) => one.from === sent.from) : undefined;
    if (gadget) gadget.punctual = false;
  }

  /** Delivers a request that is under way, as fate has it. */
  async deliver(request: Request, fate: Fate): Promise<void> {
    this.arrives(request);
    this.network.drop(request);
    if (fate.lost) return this.answered(request, () => request.fail());
    if (fate.serverDiesAfter !== undefined) {
      const died = await this.server.dying(request.sent, fate.serverDiesAfter);
      if (died) this.fault('server killed');
      await this.look();
      return this.answered(request, () => request.fail());
    }
    const answer = await this.server.handle(request.sent);
    await this.look();
    this.delivered.push(request);
    if (this.delivered.length > REMEMBERED_MAX) this.delivered.shift();
    for (let again = 1; again < (fate.times ?? 1); again++) {
      await this.server.handle(request.sent);
      await this.look();
    }
    await this.answered(request, () => request.answer(answer, fate.ending), fate.killAfter);
  }

  /** A request that arrived before arrives once more; nobody waits for its answer. */
  async ghost(request: Request): Promise<void> {
    this.arrives(request);
    await this.server.handle(request.sent);
    await this.look();
  }

  private async answered(request: Request, how: () => void, killAfter?: number): Promise<void> {
    // Before a device is in the list (while it enrols) nobody has it killed.
    const owner = this.ownerOf(request);
    if (owner) {
      const killed = await this.client(owner, how, killAfter === undefined ? {} : { killAfter });
      if (killed) this.fault('client killed');
    } else if (!request.done && this.enrolling === request.owner) await untilQuiet(how);
  }

  private enrolling: object | undefined;

  /** Delivers everything a device asks for until it asks no more. */
  async calm(who: Gadget | OfficeDesk): Promise<void> {
    this.enrolling = who.life;
    for (let i = 0; i < 500; i++) {
      const request = this.network.under(who.life)[0];
      if (!request) return;
      await this.deliver(request, GOOD);
    }
    throw new Error(`${who.name} never comes to rest`);
  }

  get hasBackup(): boolean {
    return this.kept !== undefined;
  }

  async keepBackup(): Promise<void> {
    const parts: Uint8Array[] = [];
    const sink = new Writable({
      write: (part: Uint8Array, _encoding, done) => {
        parts.push(part);
        done();
      },
    });
    const { db } = this.server;
    const summary = await backupTown(db, this.town, sink);
    this.kept = { file: Buffer.concat(parts), people: this.people.copy() };
    const devices = await db.selectFrom('devices').select(['id', 'high_seq']).where('town', '=', this.town).execute();
    await confirmBackup(db, summary, new Map(devices.map((device) => [device.id, device.high_seq])));
  }

  /** What came behind the backup is gone from the server; its devices still have it. */
  async restoreBackup(): Promise<void> {
    if (!this.kept) return;
    await restoreTown(this.server.db, Readable.from([this.kept.file]), { replace: true, town: this.town });
    this.restored = true;
    this.people = this.kept.people.copy();
    const heard = this.heard();
    for (const [ref, op] of this.logged) if (heard.get(ref) === canonicalJson(op.verdict)) this.lost.set(ref, op);
    this.logged.clear();
    this.highs.clear();
    this.claimed.clear();
    this.catalogue = -1;
    this.oracle = new Oracle();
    await this.look({ judged: false });
    // What a storage that was put back no longer has, and this server neither, is nowhere any more.
    for (const { former } of this.gadgets)
      former.splice(0, former.length, ...former.filter(({ op, shown }) => shown || this.has(op)));
  }

  /**
   * Ops whose verdict is durable on their device, with it: after two restores it may be an older one. A device and a copy of its storage are one
   * to the server: whichever comes first after the restore pushes again for both, and one that had not heard the verdict cannot say it. Of those,
   * both must have heard.
   */
  private heard(): ReadonlyMap<string, string> {
    const shelves = [
      ...this.gadgets.map((gadget) => heardBy(gadget, JOURNAL)),
      ...this.desks.map((desk) => heardBy(desk, OFFICE_JOURNAL)),
    ];
    for (const { applied } of shelves) for (const ref of applied) this.counted.add(ref);
    const all = new Map(shelves.flatMap(({ refs }) => [...refs]));
    for (const [ref, verdict] of all) {
      const device = ref.slice(0, ref.lastIndexOf('-'));
      if (shelves.some(({ id, refs }) => id === device && refs.get(ref) !== verdict)) all.delete(ref);
    }
    return all;
  }

  /** Reads what the server has written since, and has it checked; what a backup brings was judged long ago. */
  async look({ judged = true } = {}): Promise<void> {
    const news = await written(this.server.db, this.town, this.oracle.seq, this.highs, this.catalogue);
    const before = this.rules;
    this.rules = news.rules ?? this.rules;
    this.catalogue = news.town.catalogue_version;
    for (const a of news.accounts) this.claimed.set(`${a.device} ${a.household}`, a.claimed);
    this.oracle.take(news.ledger);
    this.prices.take(news.ops, this.now);
    this.watcher.server(this, judged ? news : { ...news, ops: [] }, before);
    for (const op of news.ops) {
      const ref = refOf(op);
      this.logged.set(ref, op);
      this.hashes.set(ref, (this.hashes.get(ref) ?? new Set()).add(op.hash));
      this.highs.set(op.device, Math.max(op.seq, this.highs.get(op.device) ?? 0));
    }
  }
}

interface Heard {
  readonly id: string;
  /** Verdicts by reference of the op. */
  readonly refs: ReadonlyMap<string, string>;
  readonly applied: readonly string[];
}

/** Own ops of whose verdict a device is sure, also of a lost history. */
function heardBy({ id, disk }: Gadget | OfficeDesk, journal: string): Heard {
  const rows = ['former', 'verdicts'].flatMap((table) =>
    disk.values<Pick<VerdictRow, 'seq' | 'verdict'>>(journal, table),
  );
  const refs = new Map(rows.map(({ seq, verdict }) => [refOf({ device: id, seq }), canonicalJson(verdict)]));
  const applied = rows.filter(({ verdict }) => verdict.outcome === 'applied');
  return { id, refs, applied: applied.map(({ seq }) => refOf({ device: id, seq })) };
}

/** Reference of an op in the server's log. */
export function refOf({ device, seq }: { readonly device: string; readonly seq: number }): string {
  return `${device}-${String(seq).padStart(6, '0')}`;
}

/** What a person asked for: how many of the goods the device took out of its own hands it adds itself (AL-6), also in what another identity adopts. */
function asked(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(asked);
  if (typeof body !== 'object' || body === null) return body;
  const own = Object.entries(body).filter(([key]) => key !== 'hand');
  return Object.fromEntries(own.map(([key, value]) => [key, asked(value)]));
}
