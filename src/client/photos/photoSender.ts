/** Sends announced photos after a sync, one at a time and oldest first. Ops never wait for them. */
import { makeRef } from '../../domain/ref.ts';
import type { Journal } from '../journal/journal.ts';
import type { AnnouncedRow } from '../journal/journalDb.ts';
import { type ApiDeps, deviceAuth } from '../sync/api.ts';
import { ApiError } from '../sync/apiError.ts';
import { type LockManagerLike, PHOTO_LOCK, underLock } from '../sync/locks.ts';
import { backOffMs } from '../sync/scheduler.ts';
import { photoSent, readPhoto, sendablePhotos } from './photoStore.ts';
import { uploadPhoto } from './uploadPhoto.ts';

export interface PhotoSenderDeps {
  readonly journal: Journal;
  readonly api: ApiDeps;
  readonly locks: LockManagerLike;
  now(): number;
  /** Clock that nobody can set, ms. */
  monotonic(): number;
  random(): number;
  /** The server has one more. */
  onSent(): Promise<void>;
  /** The device's own storage failed. */
  onTrouble(error: unknown): void;
}

export class PhotoSender {
  private readonly deps: PhotoSenderDeps;
  private failures = 0;
  private notBefore = 0;
  private readonly declined = new Set<string>();

  constructor(deps: PhotoSenderDeps) {
    this.deps = deps;
  }

  /** Whether the server said of a photo that it never will take it. */
  isDeclined({ seq, id }: AnnouncedRow): boolean {
    return this.declined.has(`${seq} ${id}`);
  }

  /** Sends what may be sent, unless another tab is at it or the last try failed just now. Never throws. */
  async run(): Promise<void> {
    const { deps } = this;
    if (deps.monotonic() < this.notBefore) return;
    try {
      const fine = await underLock(deps.locks, PHOTO_LOCK, false, () => this.sendAll());
      if (fine === undefined) return;
      this.failures = fine ? 0 : this.failures + 1;
      this.notBefore = fine ? 0 : deps.monotonic() + backOffMs(this.failures, deps.random());
    } catch (error) {
      deps.onTrouble(error);
    }
  }

  /** True when nothing failed. A photo that is refused does not keep the others back; a line that is gone does. */
  private async sendAll(): Promise<boolean> {
    const { journal, onSent, now } = this.deps;
    let fine = true;
    for (const row of await sendablePhotos(journal.db)) {
      const sent = await this.send(row);
      if (sent === 'stop') return false;
      if (sent === 'refused') {
        fine = false;
        continue;
      }
      await photoSent(journal.db, row, now());
      await onSent();
    }
    return fine;
  }

  private async send({ seq, id, op }: AnnouncedRow): Promise<'sent' | 'refused' | 'stop'> {
    const { journal, api } = this.deps;
    const jpeg = await readPhoto(journal, id);
    if (!jpeg) return 'refused';
    try {
      await uploadPhoto(api, deviceAuth(journal.identity), {
        op: op ?? makeRef(journal.identity.device, seq),
        id,
        jpeg,
      });
      return 'sent';
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'photo-refused') this.declined.add(`${seq} ${id}`);
      return error.code === 'bad-answer' || error.code === 'photo-refused' ? 'refused' : 'stop';
    }
  }
}
