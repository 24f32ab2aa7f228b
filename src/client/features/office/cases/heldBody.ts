export interface HeldLine {
  readonly sku: string;
  readonly quantity: number;
  readonly price: number;
}

/** What of a held op's body can be shown as it is; anything else is left out. */
export interface HeldBody {
  readonly date?: string;
  readonly level?: string;
  readonly note?: string;
  readonly reason?: string;
  /** Of a registration. */
  readonly head?: string;
  readonly phone?: string;
  readonly doorPlate?: string;
  readonly naturalVillage?: string;
  readonly quantity?: number;
  /** Points of a redemption. */
  readonly points?: number;
  readonly lines: readonly HeldLine[];
}

/** Reads a body that may be of any kind, also one that this version does not know. */
export function heldBody(body: unknown): HeldBody {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof fields[name] === 'string' ? { [name]: fields[name] } : {});
  const number = (name: string) => (typeof fields[name] === 'number' ? { [name]: fields[name] } : {});
  const lines = Array.isArray(fields.lines) ? fields.lines.filter(isLine) : [];
  const day = /^\d{4}-\d{2}-\d{2}$/.test(String(fields.date)) ? text('date') : {};
  return {
    ...day,
    ...text('level'),
    ...text('note'),
    ...text('reason'),
    ...text('head'),
    ...text('phone'),
    ...text('doorPlate'),
    ...text('naturalVillage'),
    ...number('quantity'),
    ...number('points'),
    lines,
  };
}

function isLine(line: unknown): line is HeldLine {
  if (typeof line !== 'object' || line === null) return false;
  const { sku, quantity, price } = line as Partial<HeldLine>;
  return typeof sku === 'string' && typeof quantity === 'number' && typeof price === 'number';
}
