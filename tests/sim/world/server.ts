/** The server: the product's routes on the product's database, asked without a socket. */
import type { Kysely } from 'kysely';
import type { Database } from '../../../src/server/db/schema.ts';
import type { App } from '../../../src/server/http/base-app.ts';
import { syncServer } from '../../server/support/syncServer.ts';
import { breaking } from '../machine/breaker.ts';

export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** Address of the sender: limits are per address. */
  readonly from: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A stream that breaks in the middle has no answer either. */
function noAnswer(error: unknown): void {
  if (!(error instanceof Error && error.message.startsWith('response destroyed'))) throw error;
}

export class Server {
  readonly db: Kysely<Database>;
  private readonly app: App;

  private constructor(db: Kysely<Database>, app: App) {
    this.db = db;
    this.app = app;
  }

  static async open(db: Kysely<Database>): Promise<Server> {
    return new Server(db, await syncServer(db));
  }

  async handle({ method, path, headers, body, from }: Sent): Promise<Answer> {
    const answer = await this.app.inject({
      method,
      url: path,
      headers: { host: 'points.test', ...headers },
      remoteAddress: from,
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : Buffer.from(body) }),
    });
    return { status: answer.statusCode, text: answer.payload };
  }

  /** The server dies after so many statements of this request; true when it came to that. Nobody hears an answer. */
  dying(sent: Sent, statements: number): Promise<boolean> {
    return breaking(statements, () => this.handle(sent).catch(noAnswer));
  }
}
