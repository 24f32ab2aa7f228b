/** The line between clients and server: every request waits here until the world delivers, loses or repeats it. */
import { wall } from '../machine/globals.ts';
import type { Answer, Sent } from './server.ts';

/** How an answer reaches the client. */
export type Ending =
  | { readonly kind: 'whole' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'cut'; readonly share: number };

/** A request under way. */
export class Request {
  readonly sent: Sent;
  readonly owner: object;
  readonly number: number;
  /** When it was made. */
  readonly at = wall.now;
  done = false;
  private readonly resolve: (response: Response) => void;
  private readonly reject: (error: unknown) => void;

  constructor(
    number: number,
    owner: object,
    sent: Sent,
    resolve: (response: Response) => void,
    reject: (error: unknown) => void,
  ) {
    this.number = number;
    this.owner = owner;
    this.sent = sent;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** No answer will come. */
  fail(): void {
    this.done = true;
    this.reject(new TypeError('no connection'));
  }

  answer({ status, text }: Answer, ending: Ending): void {
    if (ending.kind === 'lost') {
      this.fail();
      return;
    }
    this.done = true;
    const cutAt = ending.kind === 'cut' ? Math.floor(text.length * ending.share) : undefined;
    this.resolve(response(status, text, cutAt));
  }
}

/** A response as far as the client looks at it, cut off behind so many characters. */
function response(status: number, text: string, cutAt: number | undefined): Response {
  const whole = async () => {
    if (cutAt !== undefined) throw new TypeError('connection cut');
    return text;
  };
  const made = {
    ok: status >= 200 && status < 300,
    status,
    text: whole,
    json: async () => JSON.parse(await whole()),
    get body() {
      let given = false;
      return new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            // What came before the cut is read before the cut is noticed.
            if (!given) controller.enqueue(new TextEncoder().encode(text.slice(0, cutAt)));
            else if (cutAt === undefined) controller.close();
            else controller.error(new TypeError('connection cut'));
            given = true;
          },
        },
        { highWaterMark: 0 },
      );
    },
  };
  return made as unknown as Response;
}

export class Network {
  private readonly waiting: Request[] = [];
  private numbers = 0;

  /** What a client uses as `fetch`. `extra` are headers that its browser adds. */
  fetchOf(owner: object, from: string, extra: Readonly<Record<string, string>>): typeof fetch {
    return (input, init) =>
      new Promise<Response>((resolve, reject) => {
        const body = init?.body;
        const sent: Sent = {
          method: init?.method === 'POST' ? 'POST' : 'GET',
          path: String(input),
          headers: { ...(init?.headers as Record<string, string>), ...extra },
          body:
            typeof body === 'string' || body === undefined || body === null
              ? (body ?? undefined)
              : new Uint8Array(body as ArrayBuffer),
          from,
        };
        this.numbers++;
        const request = new Request(this.numbers, owner, sent, resolve, reject);
        this.waiting.push(request);
        init?.signal?.addEventListener('abort', () => {
          if (!request.done) request.fail();
          this.drop(request);
        });
      });
  }

  /** Requests under way, the oldest first. */
  under(owner?: object): readonly Request[] {
    return owner === undefined ? this.waiting : this.waiting.filter((r) => r.owner === owner);
  }

  drop(request: Request): void {
    const at = this.waiting.indexOf(request);
    if (at >= 0) this.waiting.splice(at, 1);
  }
}
