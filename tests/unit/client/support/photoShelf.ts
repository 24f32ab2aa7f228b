/** The part of a server that takes photos, as tus says it; put in front of the reference server. */
import { photoPath } from '../../../../src/protocol/photo.ts';
import type { ReferenceServer } from './referenceServer.ts';

const ADDRESS = new RegExp(`${photoPath('([^/]+)', '([^/]+)')}$`);

interface Begun {
  readonly size: number;
  offset: number;
}

export class PhotoShelf {
  readonly asked: string[] = [];
  readonly arrived: { readonly op: string; readonly id: string; readonly bytes: number }[] = [];
  /** Ops of which a photo came before the op itself. */
  readonly unknownOps: string[] = [];
  readonly refuses = new Set<string>();
  /** The line breaks once, after so many parts. */
  cutAfterParts = Number.POSITIVE_INFINITY;
  cuts = 0;
  creations = 0;
  atOnceMax = 0;
  private atOnce = 0;
  private parts = 0;
  private readonly begun = new Map<string, Begun>();
  private readonly server: ReferenceServer;

  constructor(server: ReferenceServer) {
    this.server = server;
    const rest = server.fetch;
    const fetch: typeof rest = async (input, init) => {
      const [, op, id] = ADDRESS.exec(String(input)) ?? [];
      if (op === undefined || id === undefined) return rest(input, init);
      this.atOnce++;
      this.atOnceMax = Math.max(this.atOnceMax, this.atOnce);
      try {
        return await this.answer(op, id, init ?? {});
      } finally {
        this.atOnce--;
      }
    };
    Object.assign(server, { fetch });
  }

  private async answer(op: string, id: string, { method = 'GET', headers, body }: RequestInit): Promise<Response> {
    this.asked.push(`${method} ${op}`);
    const known = [...this.server.devices.values()].some((d) => d.log.some((o) => op.endsWith(`-${six(o.raw.seq)}`)));
    if (!known) this.unknownOps.push(op);
    const key = `${op} ${id}`;
    const upload = this.begun.get(key);
    if (this.refuses.has(id)) return new Response(null, { status: method === 'HEAD' ? 404 : 415 });
    if (method === 'POST') {
      this.creations++;
      this.begun.set(key, { size: Number(new Headers(headers).get('upload-length')), offset: 0 });
      return new Response(null, { status: 201, headers: { location: photoPath(op, id) } });
    }
    if (!upload) return new Response(null, { status: 404 });
    if (method === 'PATCH') {
      if (this.parts++ === this.cutAfterParts) {
        this.cuts++;
        throw new TypeError('connection reset');
      }
      if (Number(new Headers(headers).get('upload-offset')) !== upload.offset)
        return new Response(null, { status: 409 });
      upload.offset += (await new Response(body ?? null).arrayBuffer()).byteLength;
      if (upload.offset === upload.size) this.arrived.push({ op, id, bytes: upload.size });
    }
    const said = { 'upload-offset': String(upload.offset), 'upload-length': String(upload.size) };
    return new Response(null, { status: method === 'PATCH' ? 204 : 200, headers: said });
  }
}

function six(seq: number): string {
  return String(seq).padStart(6, '0');
}
