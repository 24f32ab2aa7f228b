/** A batch that cannot be taken as it is; nothing was changed. `high` is the last seq that has a verdict. */
export class PushError extends Error {
  readonly code: 'bad-batch' | 'bad-signature' | 'seq-gap' | 'fork' | 'too-large';
  readonly high: number;
  constructor(code: PushError['code'], high: number, message: string) {
    super(message);
    this.code = code;
    this.high = high;
  }
}
