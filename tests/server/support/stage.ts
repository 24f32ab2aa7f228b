/** A server with two tablets and an office in one village, for tests of what happens between them. */
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../../src/server/db/schema.ts';
import type { App } from '../../../src/server/http/base-app.ts';
import { texts } from './auditTown.ts';
import { freshDatabase } from './postgres.ts';
import { device, emptyTown, makeTown, officeBrowser, PEOPLE } from './smallTown.ts';
import { syncServer } from './syncServer.ts';
import type { TestDevice } from './testDevice.ts';

export const H = 'XW-0001';

export interface Stage {
  readonly db: Kysely<Database>;
  readonly app: App;
  readonly close: () => Promise<void>;
}

export interface Cast {
  /** Tablets of w1 and w2, and the browser of the village office. */
  readonly a: TestDevice;
  readonly b: TestDevice;
  readonly office: TestDevice;
}

export async function openStage(): Promise<Stage> {
  const fresh = await freshDatabase();
  const app = await syncServer(fresh.db);
  const close = async () => {
    await app.close();
    await fresh.drop();
  };
  return { db: fresh.db, app, close };
}

/** A new town with a new cast. */
export async function newCast({ db, app }: Stage): Promise<Cast> {
  await emptyTown(db);
  await makeTown(db);
  return {
    a: await device(app, db, 'tablet', 'XW', ['w1']),
    b: await device(app, db, 'tablet', 'XW', ['w2']),
    office: await officeBrowser(app, db, PEOPLE.office),
  };
}

/** Everyone syncs until nothing is new, and then sees the same file as a device that loads it afresh. */
export async function settled({ db, app }: Stage, { a, b, office }: Cast): Promise<void> {
  for (const one of [a, b, office, a, b, office]) await one.syncAll();
  const loaded = await device(app, db, 'tablet', 'XW', ['w1']);
  for (const one of [a, b, office]) expect(texts([one.file(H)])).toEqual(texts([loaded.file(H)]));
}

/** What a device heard of a Case. */
export function casesOn(one: TestDevice, id: string) {
  return one.events.filter((e) => (e.type === 'case.opened' || e.type === 'case.decided') && e.case === id);
}
