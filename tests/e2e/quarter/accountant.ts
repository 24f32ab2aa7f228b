/**
 * A bookkeeper with a pencil: adds up what the op log says, by the README's words and not by the product's code. What it was never
 * taught it refuses to guess.
 */
import type { OpRow } from './opRows.ts';

interface Item {
  readonly code: string;
  readonly category: string;
  readonly title: string;
  readonly kind: 'plus' | 'minus';
  readonly review: 'auto' | 'village' | 'committee';
  readonly shape: { readonly type: string; readonly points?: number; readonly min?: number; readonly max?: number };
}

interface RuleSet {
  readonly village: string | null;
  readonly from: string;
  readonly items: readonly Item[];
}

export interface Home {
  readonly code: string;
  readonly village: string;
  readonly head: string;
  readonly place: string;
}

interface Line {
  readonly ref: string;
  readonly household: string;
  readonly item: Item;
  readonly date: string;
  points: number;
  state: 'waits' | 'approved' | 'rejected';
  readonly takesBack: string | undefined;
  takenBack: boolean;
  /** Month of the list in which it stood. */
  listed: string | undefined;
}

export interface ListRow {
  readonly rank: number;
  readonly household: string;
  readonly name: string;
  readonly place: string;
  readonly byCategory: readonly number[];
  readonly total: number;
  readonly deeds: readonly { date: string; title: string; points: number; mark: '' | '撤销' | '补登' }[];
}

export interface MonthList {
  readonly categories: readonly string[];
  readonly rows: readonly ListRow[];
  readonly entries: number;
  readonly points: number;
  readonly quiet: number;
  readonly waiting: number;
}

export interface Receipt {
  readonly ref: string;
  readonly at: number;
  readonly by: string;
  readonly household: string;
  readonly lines: readonly { sku: string; quantity: number; price: number }[];
  readonly points: number;
}

/** What the committee decided of an entry. */
export interface Decision {
  readonly session: string | undefined;
  readonly line: Pick<Line, 'ref' | 'household' | 'item' | 'date'>;
  readonly before: number;
  /** Nothing for what was rejected. */
  readonly after: number;
  readonly approved: boolean;
  readonly reason: string;
}

/** What says nothing about a household's points. */
const NO_POINTS = [
  'policy.publish town.arrange goods.publish objection.record objection.answer allowance.return',
  'notice.publish card.replace household.edit stock.move stock.count committee.session committee.close year.rank',
]
  .join(' ')
  .split(' ');

const dayIn = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

export class Accountant {
  private readonly ruleSets: RuleSet[] = [];
  private readonly homes = new Map<string, Home>();
  private readonly lines = new Map<string, Line>();
  private readonly held = new Map<string, OpRow>();
  private readonly lists = new Map<string, MonthList>();
  readonly receipts: Receipt[] = [];
  readonly decisions: Decision[] = [];
  /** Why a household is not ranked, by year and code. */
  readonly excluded = new Map<string, string>();
  readonly goods = new Map<string, string>();

  constructor(ops: readonly OpRow[]) {
    for (const op of ops) {
      if (op.outcome === 'held') this.held.set(op.ref, op);
      if (op.outcome === 'applied') this.book(op);
    }
  }

  private book(op: OpRow): void {
    const { kind, body, ref, at, by } = op;
    if (kind === 'rules.publish')
      this.ruleSets.push({ village: body.village, from: body.effectiveFrom, items: body.rules });
    else if (kind === 'household.register')
      this.homes.set(body.household, {
        code: body.household,
        village: body.village,
        head: body.head,
        place: body.naturalVillage,
      });
    else if (kind === 'entry.record') this.record(op);
    else if (kind === 'entry.review') this.review(op);
    else if (kind === 'entry.reverse') this.takeBack(op);
    else if (kind === 'case.decide') {
      const held = this.held.get(body.case);
      if (body.decision === 'accept' || body.decision === 'keep_both') this.record(held ?? unknown(op));
      else if (body.decision !== 'reject') unknown(op);
    } else if (kind === 'month.publish')
      this.lists.set(`${body.village} ${body.month}`, this.list(body.village, body.month));
    else if (kind === 'redemption.record') {
      const { household, lines } = body as Receipt;
      const points = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
      this.receipts.push({ ref, at, by, household, lines, points });
    } else if (kind === 'ranking.exclude') {
      if (!body.excluded) unknown(op);
      this.excluded.set(`${body.year} ${body.household}`, body.reason);
    } else if (!NO_POINTS.includes(kind)) unknown(op);
    if (kind === 'goods.publish') for (const { sku, name, spec } of body.goods) this.goods.set(sku, `${name} ${spec}`);
  }

  /** The item in force on a day: the village's own or changed one, else the town's. */
  private item(village: string, code: string, date: string): Item {
    for (const place of [village, null]) {
      const set = this.ruleSets.filter((one) => one.village === place && one.from <= date).at(-1);
      const found = set?.items.find((one) => one.code === code);
      if (found) return found;
    }
    throw new Error(`no item ${code} in ${village} on ${date}`);
  }

  private record({ ref, body }: OpRow): void {
    const item = this.item(this.home(body.household).village, body.rule, body.date);
    const { shape } = item;
    const size = shape.type === 'fixed' ? (shape.points ?? Number.NaN) : Math.abs(body.points);
    if (shape.type !== 'fixed' && !(shape.type === 'range' && size >= (shape.min ?? 0) && size <= (shape.max ?? 0)))
      throw new Error(`${ref}: ${body.points} points are not what ${item.code} gives`);
    this.lines.set(ref, {
      ...{ ref, item, household: body.household, date: body.date, takesBack: undefined, takenBack: false },
      points: item.kind === 'minus' ? -size : size,
      state: item.review === 'auto' ? 'approved' : 'waits',
      listed: undefined,
    });
  }

  private review(op: OpRow): void {
    const { entry, decision, points, session, reason = '' } = op.body;
    const line = this.lines.get(entry) ?? unknown(op);
    const before = line.points;
    const approved = decision === 'approve';
    line.state = approved ? 'approved' : 'rejected';
    if (points !== undefined) line.points = points;
    this.decisions.push({ session, line, before, after: approved ? line.points : 0, approved, reason });
  }

  private takeBack(op: OpRow): void {
    const line = this.lines.get(op.body.entry) ?? unknown(op);
    line.takenBack = true;
    this.lines.set(op.ref, {
      ...{ ref: op.ref, household: line.household, item: line.item, date: dayIn(op.at), points: -line.points },
      ...{ state: 'approved', takesBack: line.ref, takenBack: false, listed: undefined },
    });
  }

  private list(village: string, month: string): MonthList {
    const mine = [...this.lines.values()].filter((one) => this.home(one.household).village === village);
    const due = mine.filter((one) => one.listed === undefined && one.date.slice(0, 7) <= month);
    const wasListed = (ref: string) => this.lines.get(ref)?.listed !== undefined;
    const shown = due.filter(
      (one) => one.state === 'approved' && !one.takenBack && (one.takesBack === undefined || wasListed(one.takesBack)),
    );
    const firsts = new Map<string, string>();
    for (const { item } of shown)
      if ((firsts.get(item.category) ?? '~') > item.code) firsts.set(item.category, item.code);
    const categories = [...firsts.keys()].sort((a, b) => ((firsts.get(a) ?? '') < (firsts.get(b) ?? '') ? -1 : 1));
    const sums = [...new Set(shown.map(({ household }) => household))].map((household) => {
      const own = shown.filter((one) => one.household === household);
      return { household, own, total: add(own) };
    });
    const rows = sums
      .sort((a, b) => b.total - a.total || a.household.localeCompare(b.household))
      .map(({ household, own, total }) => ({
        rank: 1 + sums.filter((other) => other.total > total).length,
        household,
        name: masked(this.home(household).head),
        place: this.home(household).place,
        byCategory: categories.map((name) => add(own.filter(({ item }) => item.category === name))),
        total,
        deeds: own
          .sort((a, b) => (a.date + a.ref).localeCompare(b.date + b.ref))
          .map(({ date, item, points, takesBack }) => ({
            ...{ date, title: item.title, points },
            mark: takesBack ? ('撤销' as const) : date.slice(0, 7) < month ? ('补登' as const) : ('' as const),
          })),
      }));
    for (const one of shown) one.listed = month;
    const living = [...this.homes.values()].filter((home) => home.village === village).length;
    const waiting = due.filter(({ state }) => state === 'waits').length;
    return { categories, rows, entries: shown.length, points: add(shown), quiet: living - rows.length, waiting };
  }

  /** The list of a month as it was when it was published. */
  month(village: string, month: string): MonthList {
    const list = this.lists.get(`${village} ${month}`);
    if (!list) throw new Error(`${month} was not published`);
    return list;
  }

  home(code: string): Home {
    const home = this.homes.get(code);
    if (!home) throw new Error(`no household ${code}`);
    return home;
  }

  /** The households of a village, by their codes. */
  homesOf(village: string): readonly Home[] {
    return [...this.homes.values()]
      .filter((home) => home.village === village)
      .sort((a, b) => a.code.localeCompare(b.code));
  }

  /** Points of a household that count, of deeds from one day to another. */
  earned(household: string, from = '', to = '9999'): number {
    return add(
      [...this.lines.values()].filter(
        (one) =>
          one.household === household &&
          one.state === 'approved' &&
          // A deed and what took it back count nothing, on whatever days they are.
          !(one.takenBack || one.takesBack !== undefined) &&
          one.date >= from &&
          one.date <= to,
      ),
    );
  }

  /** What the store handed out, from one day to another. */
  receiptsIn(from: string, to: string): readonly Receipt[] {
    return this.receipts.filter(({ at }) => dayIn(at) >= from && dayIn(at) <= to);
  }

  redeemed(household: string, from = '', to = '9999'): number {
    return add(this.receiptsIn(from, to).filter((one) => one.household === household));
  }
}

function add(list: readonly { readonly points: number }[]): number {
  return list.reduce((sum, { points }) => sum + points, 0);
}

/** 张*丰: the first character stays, and the last of three or more. */
export function masked(name: string): string {
  const [first = '', ...rest] = [...name];
  const last = rest.length > 1 ? (rest.at(-1) ?? '') : '';
  return first + '*'.repeat(rest.length - (last ? 1 : 0)) + last;
}

function unknown(op: OpRow): never {
  throw new Error(`the accountant was never taught ${op.kind} ${JSON.stringify(op.body)}`);
}
