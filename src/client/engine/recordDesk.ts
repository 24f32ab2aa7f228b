/** Records what people do on a tablet, and shows that it is saved. */
import { must } from '../../domain/must.ts';
import type { OpBodies, OpKind } from '../../domain/op.ts';
import { parseRef } from '../../domain/ref.ts';
import { refused, type Verdict } from '../../domain/verdict.ts';
import { JournalMovedError } from '../journal/journal.ts';
import { keepPhoto } from '../photos/photoStore.ts';
import type { DeviceStart } from './deviceStart.ts';
import type { RecorderDeps } from './recorder.ts';
import type { RecordResult } from './tablet.ts';
import type { OpenedDevice, TabletCore } from './tabletCore.ts';

/** The writing half of `Tablet`. */
export class RecordDesk {
  private readonly core: TabletCore;
  private readonly start: DeviceStart;

  constructor(core: TabletCore, start: DeviceStart) {
    this.core = core;
    this.start = start;
  }

  async preview<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<Verdict> {
    const recorder = this.recorder();
    if (!recorder || !this.core.device) return refused('not_allowed', { kind });
    return this.core.device.behind.previewOp(recorder, kind, body);
  }

  async record<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<RecordResult> {
    const result = await this.keep(kind, 1, (behind, recorder) => behind.recordOp(recorder, kind, body));
    if (result.ok && 'photos' in body && this.core.device) {
      await this.core.board.followPhotos(this.core.device.sync.journal).catch((error) => this.core.fail(error));
    }
    return result;
  }

  async returnPart(back: OpBodies['redemption.void'], kept: OpBodies['redemption.record']): Promise<RecordResult> {
    return this.keep('redemption.void', 2, (behind, recorder) => behind.recordPartReturn(recorder, back, kept));
  }

  async addPhoto(jpeg: Uint8Array<ArrayBuffer>): Promise<string> {
    const { sync } = must(this.core.device, 'photos are taken on an enrolled device');
    return keepPhoto(sync.journal, jpeg, this.core.deps.now());
  }

  async settleNow(ref: string, timeoutMs: number): Promise<Verdict | undefined> {
    const seq = parseRef(ref)?.seq ?? 0;
    const verdict = async () => (await this.core.journalDb.verdicts.get(seq))?.verdict;
    const known = await verdict();
    if (known || !this.core.device) return known;
    let timer: unknown;
    const timeout = new Promise<void>((resolve) => {
      timer = this.core.deps.timers.set(resolve, timeoutMs);
    });
    await Promise.race([this.core.device.sync.now(), timeout]);
    this.core.deps.timers.clear(timer);
    return verdict();
  }

  private recorder(): RecorderDeps | undefined {
    const { device, session } = this.core;
    if (!device || !session) return undefined;
    return {
      journal: device.sync.journal,
      ownOps: device.ownOps,
      session,
      now: () => this.core.deps.now(),
      onTrouble: (error) => this.core.fail(error),
    };
  }

  /** Saves `ops` ops, and shows that they are. */
  private async keep(
    kind: OpKind,
    ops: number,
    save: (behind: OpenedDevice['behind'], recorder: RecorderDeps) => Promise<RecordResult>,
  ): Promise<RecordResult> {
    const recorder = this.recorder();
    if (!recorder || !this.core.device) return { ok: false, verdict: refused('not_allowed', { kind }) };
    const result = await save(this.core.device.behind, recorder).catch(
      async (error): Promise<RecordResult | 'moved'> => {
        if (error instanceof JournalMovedError) return 'moved';
        // What the judge needs could not be read: nothing is saved, and a person is told so.
        if (!this.core.journalDb.gone && !(await this.core.loadsAnew(error))) this.core.fail(error);
        return { ok: false, storage: 'broken' };
      },
    );
    if (result === 'moved') {
      // Another tab gave the device a new identity or wiped it, and this one has not heard of it yet.
      await this.start.renamed();
      return this.keep(kind, ops, save);
    }
    if (!result.ok && this.core.journalDb.gone) await this.core.end.journalGone();
    if (!result.ok) return result;
    this.core.board.sync({ unsent: this.core.board.now.sync.unsent + ops });
    this.core.device?.sync.soon();
    this.core.tell('journal');
    this.core.board.bump();
    return result;
  }
}
