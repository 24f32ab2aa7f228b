/**
 * Ends the program at a chosen step: the nth call that touches the disk, the line or a key throws, and so does every call
 * after it, as if the power had gone. What a transaction had not committed is gone with it.
 */
import { IDBDatabase, IDBObjectStore } from 'fake-indexeddb';

class PowerGone extends Error {}

interface Line {
  fetch: typeof globalThis.fetch;
}

export class CrashPoint {
  private readonly undo: (() => void)[] = [];
  private readonly at: number;
  steps = 0;

  constructor(at: number) {
    this.at = at;
    this.watch(IDBDatabase.prototype, 'transaction');
    for (const name of ['add', 'put', 'delete', 'clear'] as const) this.watch(IDBObjectStore.prototype, name);
    for (const name of ['encrypt', 'decrypt', 'sign'] as const) this.watch(crypto.subtle, name);
  }

  /** Counts a step; throws from the chosen one on. */
  step(): void {
    this.steps++;
    if (this.steps >= this.at) throw new PowerGone('power gone');
  }

  private watch<K extends string>(owner: { [P in K]: (...args: never[]) => unknown }, name: K): void {
    const original = owner[name];
    const self = this;
    owner[name] = function (this: unknown, ...args: never[]) {
      self.step();
      return original.apply(this, args);
    } as (typeof owner)[K];
    this.undo.push(() => {
      owner[name] = original;
    });
  }

  /** Every request over this line is two steps: before it leaves, and when its answer is here. */
  watchLine(line: Line): void {
    const { fetch } = line;
    line.fetch = async (...args) => {
      this.step();
      const answer = await fetch(...args);
      this.step();
      return answer;
    };
    this.undo.push(() => {
      line.fetch = fetch;
    });
  }

  /** Power is back. */
  end(): void {
    for (const restore of this.undo.splice(0)) restore();
  }
}
