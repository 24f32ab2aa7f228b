/** Resumable uploads (tus) of announced photos. What has arrived whole is proved, kept and noted before it is said so. */

import { join } from 'node:path';
import type { Readable as NodeStream } from 'node:stream';
import { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import type { Kysely } from 'kysely';
import { PHOTO_BYTES_MAX, photoPath } from '../../protocol/photo.ts';
import type { ProblemCode } from '../../protocol/problem.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import type { PhotoFiles } from './photoFiles.ts';
import { type ArrivedPhoto, arrivedBytes, noteArrival } from './photoRows.ts';

/** What was begun and not finished is thrown away after a week: the device still has it and begins again. */
const UNFINISHED_MS_MAX = 7 * 86_400_000;
const TUS_VERSION = '1.0.0';
/** How our own key reaches tus; devices cannot set it, their headers are picked. */
const KEY_HEADER = 'x-upload-key';
const HEADERS = [
  'tus-resumable',
  'upload-length',
  'upload-offset',
  'upload-metadata',
  'content-type',
  'content-length',
];

const PROBLEM_OF: Readonly<Record<number, ProblemCode>> = {
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
  413: 'too-large',
};

export type UploadedPhoto = Omit<ArrivedPhoto, 'bytes'>;

export interface UploadRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: NodeStream | undefined;
}

export interface UploadAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export class PhotoUploads {
  private readonly db: Kysely<Database>;
  private readonly files: PhotoFiles;
  private tus: Promise<{ readonly server: Server; readonly store: FileStore }> | undefined;

  constructor(db: Kysely<Database>, files: PhotoFiles) {
    this.db = db;
    this.files = files;
  }

  /**
   * One request of an upload. A photo that is here already is finished, however it is asked for.
   * @throws ProblemError `bad-media-type`, `photo-damaged`, `too-large`, `disk-full`, `conflict`, `not-found`, `bad-request`
   */
  async handle(photo: UploadedPhoto, request: UploadRequest): Promise<UploadAnswer> {
    const here = await arrivedBytes(this.db, photo);
    if (here !== undefined) return finished(request.method, photo, here);
    const { server, store } = await this.open();
    const key = keyOf(photo);
    const answer = await server.handleWeb(webRequest(request, photo, key));
    await answer.body?.cancel();
    // tus does not say why a file could not be written.
    if (answer.status >= 500 && (await this.files.full())) throw new ProblemError('disk-full');
    if (answer.status >= 500) throw new Error(`tus answered ${answer.status}`);
    if (answer.status >= 400) throw new ProblemError(PROBLEM_OF[answer.status] ?? 'bad-request');
    const { offset, size } = await store.getUpload(key);
    if (offset === size) await this.takeIn(store, key, photo);
    return { status: answer.status, headers: Object.fromEntries(answer.headers) };
  }

  /** A whole file: proved, kept and noted, or thrown away. */
  private async takeIn(store: FileStore, key: string, photo: UploadedPhoto): Promise<void> {
    let bytes: number;
    try {
      bytes = await this.files.keep(join(this.files.incoming, key), photo.town, photo.id);
    } catch (error) {
      if (error instanceof ProblemError) await store.remove(key);
      throw error;
    }
    await noteArrival(this.db, { ...photo, bytes });
    await store.configstore.delete(key);
  }

  private open() {
    this.tus ??= this.begin().catch((error: unknown) => {
      // A full or missing disk may be mended; the next upload tries again.
      this.tus = undefined;
      throw error;
    });
    return this.tus;
  }

  private async begin() {
    await this.files.prepare();
    const store = new FileStore({
      directory: this.files.incoming,
      expirationPeriodInMilliseconds: UNFINISHED_MS_MAX,
    });
    const key = (request: { headers: Headers }) => request.headers.get(KEY_HEADER) ?? '';
    const server = new Server({
      path: '/api/photos',
      datastore: store,
      maxSize: PHOTO_BYTES_MAX,
      namingFunction: key,
      getFileIdFromRequest: key,
      generateUrl: (request) => new URL(request.url).pathname,
    });
    await server.cleanUpExpiredUploads();
    return { server, store };
  }
}

function keyOf({ town, op, id }: UploadedPhoto): string {
  return `${encodeURIComponent(town)}~${op}~${id}`;
}

function webRequest({ method, headers, body }: UploadRequest, photo: UploadedPhoto, key: string): Request {
  const picked = new Headers({ [KEY_HEADER]: key });
  for (const name of HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') picked.set(name, value);
  }
  const stream = body ? { body: Readable.toWeb(body) as ReadableStream<Uint8Array>, duplex: 'half' as const } : {};
  return new Request(`http://tus${photoPath(photo.op, photo.id)}`, { method, headers: picked, ...stream });
}

/** What tus would say of an upload that is complete. */
function finished(method: string, photo: UploadedPhoto, bytes: number): UploadAnswer {
  const headers = { 'tus-resumable': TUS_VERSION, 'upload-offset': String(bytes) };
  if (method === 'PATCH') return { status: 204, headers };
  if (method === 'POST') return { status: 201, headers: { ...headers, location: photoPath(photo.op, photo.id) } };
  return { status: 200, headers: { ...headers, 'upload-length': String(bytes) } };
}
