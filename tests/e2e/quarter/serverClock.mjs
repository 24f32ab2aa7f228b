/** Loaded before a program of the test town: what its `Date` says is moved by the milliseconds that the file TOWN_CLOCK holds. */
import { readFileSync } from 'node:fs';

const RealDate = Date;
const READ_AGAIN_MS = 20;
const file = process.env.TOWN_CLOCK;
let moved = 0;
let readAt = Number.NEGATIVE_INFINITY;

function now() {
  const real = RealDate.now();
  if (file !== undefined && real - readAt > READ_AGAIN_MS) {
    moved = Number(readFileSync(file, 'utf8'));
    readAt = real;
  }
  return real + moved;
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self),
  get: (target, key, self) => (key === 'now' ? now : Reflect.get(target, key, self)),
});
