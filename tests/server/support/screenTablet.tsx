/** A real tablet (engine, journal, cache) on the real server without a socket, and what its screens say, as text. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Kysely } from 'kysely';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router';
import { expect } from 'vitest';
import { type ClosableTablet, createTablet } from '../../../src/client/engine/createTablet.ts';
import type { Tablet, TrayItem } from '../../../src/client/engine/tablet.ts';
import { EntriesCard } from '../../../src/client/features/household/EntriesCard.tsx';
import { FileBody } from '../../../src/client/features/household/FileBody.tsx';
import { HouseholdRow } from '../../../src/client/features/households/HouseholdRow.tsx';
import RevokedScreen from '../../../src/client/features/revoked/RevokedScreen.tsx';
import { NewIdentity } from '../../../src/client/features/tray/NewIdentity.tsx';
import { NoticeList } from '../../../src/client/features/tray/NoticeList.tsx';
import { TrayList } from '../../../src/client/features/tray/TrayList.tsx';
import { LocalLocks } from '../../../src/client/sync/locks.ts';
import { TabletProvider } from '../../../src/client/useTablet.tsx';
import { must } from '../../../src/domain/must.ts';
import type { OpBodies, OpKind } from '../../../src/domain/op.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import type { App } from '../../../src/server/http/base-app.ts';
import { copyDisk } from '../../unit/client/support/disk.ts';
import { enrolCode, PIN } from './smallTown.ts';
import { injected, type Transport } from './syncServer.ts';

interface Line {
  online: boolean;
  /** Whether photos get through; ops do not wait for them. */
  photos: boolean;
}

function fetchThrough(transport: Transport, line: Line): typeof fetch {
  return async (input, init) => {
    const url = new URL(String(input));
    if (!line.online || (!line.photos && url.pathname.includes('/photos'))) throw new TypeError('no connection');
    const headers = Object.fromEntries(new Headers(init?.headers));
    const body = init?.body === undefined || init.body === null ? undefined : Buffer.from(await bytesOf(init.body));
    const answer = await transport({
      method: init?.method === 'POST' ? 'POST' : 'GET',
      path: url.pathname + url.search,
      headers: { ...headers, 'accept-encoding': 'identity' },
      ...(body ? { body } : {}),
    });
    const named = Object.entries(answer.headers).flatMap(([k, v]) =>
      v === undefined ? [] : [[k, String(v)] as [string, string]],
    );
    return new Response(new Uint8Array(answer.body), { status: answer.status, headers: named });
  };
}

async function bytesOf(body: BodyInit): Promise<ArrayBuffer> {
  return new Response(body).arrayBuffer();
}

/** The words of a rendered screen, tags taken out. */
export function wordsOf(screen: ReactNode): string {
  return renderToStaticMarkup(screen)
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

export class ScreenTablet {
  readonly engine: ClosableTablet;
  readonly line: Line;
  readonly id: string;

  private readonly again: (disk: IDBFactory, line: Line) => ClosableTablet;
  private readonly disk: IDBFactory;

  private constructor(engine: ClosableTablet, line: Line, disk: IDBFactory, again: ScreenTablet['again']) {
    this.engine = engine;
    this.line = line;
    this.disk = disk;
    this.again = again;
    this.id = must(engine.state.getState().device, 'an enrolled device').id;
  }

  /** The same tablet a second time, offline and unlocked: its storage was copied. */
  async copy(user: string): Promise<ScreenTablet> {
    const line = { online: false, photos: true };
    const disk = await copyDisk(this.disk, new IDBFactory());
    const engine = this.again(disk, line);
    await engine.start();
    expect(await engine.unlock(user, PIN)).toBe('ok');
    return new ScreenTablet(engine, line, disk, this.again);
  }

  /** What the tray says of the identity that it had before. */
  identityWords(): string {
    return this.screen(<NewIdentity />);
  }

  /** Enrolled for one person, unlocked, everything loaded. */
  static async open(
    server: App | Transport,
    db: Kysely<Database>,
    user: string,
    kind: 'tablet' | 'counter' = 'tablet',
    now: () => number = Date.now,
  ): Promise<ScreenTablet> {
    const line = { online: true, photos: true };
    const transport = typeof server === 'function' ? server : injected(server);
    const made = (onDisk: IDBFactory, through: Line) =>
      createTablet({
        dbPrefix: 'screen',
        indexedDB: onDisk,
        IDBKeyRange,
        crypto: globalThis.crypto,
        fetch: fetchThrough(transport, through),
        now,
        monotonic: () => performance.now(),
        random: () => 0,
        origin: 'http://points.test',
        // Nothing happens by itself: a test says when to sync.
        timers: { set: () => 0, clear: () => undefined },
        locks: new LocalLocks(),
        appVersion: 'test',
        pinRounds: 10,
      });
    const disk = new IDBFactory();
    const engine = made(disk, line);
    await engine.start();
    expect(await engine.enrol(await enrolCode(db, kind, 'XW', [user]))).toEqual({ ok: true });
    expect(await engine.unlock(user, PIN)).toBe('ok');
    const tablet = new ScreenTablet(engine, line, disk, made);
    await tablet.sync();
    return tablet;
  }

  /** Syncs until nothing is left, first load included. */
  async sync(): Promise<void> {
    for (let i = 0; i < 500; i++) {
      await this.engine.syncNow();
      const { load, sync } = this.engine.state.getState();
      if (!load && sync.unsent === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await this.engine.syncNow();
  }

  /** Saves, as a screen does; the reference. */
  async save<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<string> {
    const saved = await this.engine.record(kind, body);
    if (!saved.ok) throw new Error(`not saved: ${JSON.stringify(saved)}`);
    return saved.ref;
  }

  /** What a screen says now. */
  screen(children: ReactNode): string {
    // Rendered as a text, a store shows the state it began with: here that is the state of now.
    const state = { ...this.engine.state, getInitialState: this.engine.state.getState };
    const shown = Object.create(this.engine, { state: { value: state } }) as Tablet;
    return wordsOf(
      <MemoryRouter>
        <TabletProvider tablet={shown}>{children}</TabletProvider>
      </MemoryRouter>,
    );
  }

  /** What the tray (待传) says of one own record. */
  async trayWords(ref: string): Promise<string> {
    const items = (await this.engine.tray(500)).filter((item) => item.ref === ref);
    expect(items).toHaveLength(1);
    return this.itemWords(items);
  }

  /** What the tray says of lines that this engine could not record itself. */
  itemWords(items: readonly TrayItem[]): string {
    return this.screen(<TrayList items={items} />);
  }

  /** What the household's file says of its entries. */
  async entryWords(household: string): Promise<string> {
    const view = must(await this.engine.openFile(household), `file ${household}`);
    return this.screen(<EntriesCard view={view} />);
  }

  /** What a household's file says from top to bottom. */
  async fileWords(household: string): Promise<string> {
    const view = must(await this.engine.openFile(household), `file ${household}`);
    return this.screen(<FileBody view={view} />);
  }

  /** What the list says of a household that was searched for. */
  listWords(query: string): string {
    const rows = this.engine.search(query, 5);
    return this.screen(
      rows.map((row) => (
        <HouseholdRow key={row.code} row={row} today="2026-11-24" current={false} onOpen={() => undefined} />
      )),
    );
  }

  /** What a revoked device says. */
  revokedWords(): string {
    return this.screen(<RevokedScreen />);
  }

  /** What the news above the tray say. */
  news(): string {
    return this.screen(<NoticeList />);
  }
}
