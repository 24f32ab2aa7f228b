/** Objects of several types in one order, as columns per type: `order` says which type comes next, run by run. */
import { type Columns, ColumnsError, checkClaims, packColumns, unpackColumns } from './columns.ts';

export interface Grouped {
  /** Alternating type name and run length. */
  readonly order: readonly (string | number)[];
  readonly groups: Readonly<Record<string, Columns>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Packs objects whose type is given by `typeOf`; the type field itself should not be among the fields. */
export function packGrouped(items: readonly { readonly type: string; readonly fields: Fields }[]): Grouped {
  const order: (string | number)[] = [];
  const rows = new Map<string, Fields[]>();
  for (const { type, fields } of items) {
    if (order.at(-2) === type) order[order.length - 1] = Number(order.at(-1)) + 1;
    else order.push(type, 1);
    const list = rows.get(type);
    if (list) list.push(fields);
    else rows.set(type, [fields]);
  }
  const groups: Record<string, Columns> = {};
  for (const [type, list] of rows) groups[type] = packColumns(list as Parameters<typeof packColumns>[0]);
  return { order, groups };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

/** The objects in their order. Throws ColumnsError when the parts do not fit. */
export function unpackGrouped(input: unknown): { type: string; fields: Record<string, unknown> }[] {
  if (typeof input !== 'object' || input === null || !('order' in input) || !('groups' in input)) {
    throw new ColumnsError('', 'expected groups');
  }
  const { order, groups } = input;
  if (!Array.isArray(order) || order.length % 2 !== 0) throw new ColumnsError('order', 'expected type and count pairs');
  if (typeof groups !== 'object' || groups === null || Array.isArray(groups))
    throw new ColumnsError('groups', 'expected groups');
  checkClaims(Object.values(groups));
  const left = new Map<string, Record<string, unknown>[]>();
  for (const [type, columns] of Object.entries(groups)) left.set(type, unpackColumns(columns));
  const taken = new Map<string, number>();
  const items: { type: string; fields: Record<string, unknown> }[] = [];
  for (let i = 0; i < order.length; i += 2) {
    const type = order[i];
    const count = order[i + 1];
    const rows = typeof type === 'string' ? left.get(type) : undefined;
    const from = taken.get(String(type)) ?? 0;
    if (!rows || typeof type !== 'string' || !isCount(count) || from + count > rows.length) {
      throw new ColumnsError('order', 'does not fit the groups');
    }
    for (const fields of rows.slice(from, from + count)) items.push({ type, fields });
    taken.set(type, from + count);
  }
  for (const [type, rows] of left)
    if ((taken.get(type) ?? 0) !== rows.length) throw new ColumnsError('order', 'leaves rows over');
  return items;
}
