/** The log of one device as the protocol page describes it (SY-1): numbered ops, chained by their hashes, signed by batch. */
import { OP_SCHEMA, type OpBodies, type OpKind } from '../../../src/domain/op.ts';
import { makeRef } from '../../../src/domain/ref.ts';
import { opHash, type RawOp } from '../../../src/protocol/opHash.ts';
import { packOps } from '../../../src/protocol/packOps.ts';
import type { SyncRequest } from '../../../src/protocol/sync.ts';

export type Push = NonNullable<SyncRequest['push']>;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export interface DeviceKey {
  readonly publicKey: string;
  readonly sign: (text: string) => Promise<string>;
}

/** A new device key: the public half as the enrolment wants it, and signatures as a batch carries them. */
export async function newDeviceKey(): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
  return {
    publicKey: Buffer.from(raw).toString('base64url'),
    sign: async (text) => {
      const sig = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, Buffer.from(text));
      return Buffer.from(sig).toString('base64url');
    },
  };
}

export interface Recorded {
  readonly by: string;
  /** Device's clock, ms. */
  readonly at: number;
  readonly schema?: number;
}

export class DeviceLog {
  readonly ops: RawOp[] = [];
  readonly hashes: string[] = [];
  readonly device: string;
  private readonly genesis: string;
  readonly key: DeviceKey;

  constructor(device: string, genesis: string, key: DeviceKey) {
    this.device = device;
    this.genesis = genesis;
    this.key = key;
  }

  /** Hash of the op at `seq`; the genesis before the first. */
  hashAt(seq: number): string {
    return seq === 0 ? this.genesis : (this.hashes[seq - 1] ?? '');
  }

  /** Appends an op and gives its reference. */
  append<K extends OpKind>(kind: K, body: OpBodies[K], how: Recorded): string {
    return this.appendRaw(kind, body, how);
  }

  /** Appends anything: what a newer or a broken app might write. */
  appendRaw(kind: string, body: unknown, { by, at, schema = OP_SCHEMA }: Recorded): string {
    const seq = this.ops.length + 1;
    const op = { seq, kind, body, by, at, schema };
    this.hashes.push(opHash(this.hashAt(seq - 1), op));
    this.ops.push(op);
    return makeRef(this.device, seq);
  }

  /** The signed batch of the ops behind `after`, at most `max`; undefined when there are none. */
  async batch(after: number, max: number): Promise<Push | undefined> {
    const ops = this.ops.slice(after, after + max);
    const last = ops.at(-1);
    if (!last) return undefined;
    const head = this.hashAt(last.seq);
    return { after, prev: this.hashAt(after), ops: packOps(ops), head, sig: await this.key.sign(head) };
  }
}
