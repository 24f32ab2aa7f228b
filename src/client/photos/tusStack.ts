/** tus over the device's own `fetch` and timers, from a file in memory: the same in a page, a worker and a test. */
import type { FileReader, HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import type { ApiDeps } from '../sync/api.ts';

/** One part of a photo over the slowest line we plan for takes a few seconds. */
const TIMEOUT_MS = 60_000;

class TusRequest implements HttpRequest {
  private readonly headers = new Headers();
  private readonly abortion = new AbortController();
  private readonly api: ApiDeps;
  private readonly method: string;
  private readonly url: string;

  constructor(api: ApiDeps, method: string, url: string) {
    this.api = api;
    this.method = method;
    this.url = url;
  }

  getMethod(): string {
    return this.method;
  }

  getURL(): string {
    return this.url;
  }

  setHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }

  getHeader(name: string): string | undefined {
    return this.headers.get(name) ?? undefined;
  }

  setProgressHandler(): void {
    // A part is small; what arrived is known when it is answered.
  }

  async send(body: Blob | null | undefined): Promise<HttpResponse> {
    const { api, method, headers } = this;
    const timer = api.timers.set(() => this.abortion.abort(), TIMEOUT_MS);
    try {
      const answer = await api.fetch(this.url, {
        method,
        headers,
        body: body ?? null,
        signal: this.abortion.signal,
        cache: 'no-store',
        credentials: 'same-origin',
      });
      const text = await answer.text();
      return {
        getStatus: () => answer.status,
        getHeader: (name) => answer.headers.get(name) ?? undefined,
        getBody: () => text,
        getUnderlyingObject: () => answer,
      };
    } finally {
      api.timers.clear(timer);
    }
  }

  async abort(): Promise<void> {
    this.abortion.abort();
  }

  getUnderlyingObject(): undefined {
    return undefined;
  }
}

/** Makes requests with the device's `fetch`. */
export function tusStack(api: ApiDeps): HttpStack {
  return {
    createRequest: (method, url) => new TusRequest(api, method, url),
    getName: () => 'fetch',
  };
}

/** Reads parts of a file that is in memory, in a page as in Node. */
export function blobReader(file: Blob): FileReader {
  return {
    openFile: async () => ({
      size: file.size,
      slice: async (start, end) => ({ value: file.slice(start, end), done: end >= file.size }),
      close: () => undefined,
    }),
  };
}
