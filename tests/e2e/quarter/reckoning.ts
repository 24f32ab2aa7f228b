/** What else the accountant adds up from the books: the ranking, a close of the store, a quarter's redemption, the minutes. */
import type { Accountant, Decision, Home } from './accountant.ts';

interface Days {
  readonly from: string;
  readonly to: string;
}

interface Ranked {
  readonly rank: number;
  readonly star: string;
  readonly home: Home;
  readonly points: number;
}

/** The households of a village that earned something in a year, the best first, with the stars of a twentieth, a seventh, a third. */
export function ranking(book: Accountant, village: string, year: string) {
  const all = book
    .homesOf(village)
    .map((home) => ({ home, points: book.earned(home.code, `${year}-01-01`, `${year}-12-31`) }));
  const competing = all.filter(({ home }) => !book.excluded.has(`${year} ${home.code}`));
  const rows = competing.filter(({ points }) => points > 0).sort((a, b) => b.points - a.points);
  const star = (rank: number) =>
    [
      { name: '五星', percent: 5 },
      { name: '四星', percent: 15 },
      { name: '三星', percent: 35 },
    ].find(({ percent }) => rank <= Math.max(1, Math.floor((rows.length * percent) / 100)))?.name ?? '';
  const ranked = rows.map(({ home, points }): Ranked => {
    const rank = 1 + rows.filter((other) => other.points > points).length;
    return { rank, star: star(rank), home, points };
  });
  const excluded = all
    .filter(({ home }) => book.excluded.has(`${year} ${home.code}`))
    .map(({ home, points }) => ({ home, points, reason: book.excluded.get(`${year} ${home.code}`) ?? '' }));
  return { ranked, excluded, unranked: competing.length - ranked.length };
}

/** What went over the counter in some days. */
export function close(book: Accountant, { from, to }: Days) {
  const receipts = book.receiptsIn(from, to);
  const lines = receipts.flatMap((one) => one.lines);
  const goods = [...book.goods]
    .map(([sku, name]) => ({ sku, name, lines: lines.filter((line) => line.sku === sku) }))
    .filter((one) => one.lines.length > 0)
    .map(({ sku, name, lines: own }) => ({
      ...{ sku, name, out: sum(own, ({ quantity }) => quantity) },
      points: sum(own, ({ quantity, price }) => quantity * price),
    }))
    .sort((a, b) => b.points - a.points || a.sku.localeCompare(b.sku));
  const homes = [...new Set(receipts.map(({ household }) => household))]
    .map((code) => {
      const own = receipts.filter(({ household }) => household === code);
      return { home: book.home(code), receipts: own.length, points: sum(own, ({ points }) => points) };
    })
    .sort((a, b) => b.points - a.points || a.home.code.localeCompare(b.home.code));
  return {
    ...{ receipts, goods, homes },
    pieces: sum(lines, ({ quantity }) => quantity),
    points: sum(receipts, ({ points }) => points),
  };
}

/** Who may redeem how much, and did in a quarter. Without a policy that says otherwise, what is approved may be redeemed. */
export function quarter(book: Accountant, village: string, { from, to }: Days) {
  const rows = book.homesOf(village).map((home) => {
    const redeemable = Math.max(0, book.earned(home.code) - book.redeemed(home.code));
    const earned = book.earned(home.code, '', to);
    const newer = book.earned(home.code) - earned;
    return {
      ...{ home, earned, redeemable, redeemed: book.redeemed(home.code, from, to) },
      // What was spent was spent of the oldest points.
      leftOver: Math.max(0, redeemable - Math.max(0, newer)),
    };
  });
  return {
    rows,
    earned: sum(rows, (row) => row.earned),
    redeemable: sum(rows, (row) => row.redeemable),
    redeemed: sum(rows, (row) => row.redeemed),
    leftOver: sum(rows, (row) => row.leftOver),
    who: rows.filter((row) => row.redeemed > 0).length,
    idle: rows.filter((row) => row.redeemed === 0 && row.redeemable > 0).length,
  };
}

/** What was decided in a session, and its sums. */
export function minutes(book: Accountant, session: string) {
  const lines: readonly Decision[] = book.decisions.filter((one) => one.session === session);
  const approved = lines.filter((one) => one.approved);
  return {
    ...{ lines, approved: approved.length, rejected: lines.length - approved.length },
    before: sum(lines, ({ before }) => before),
    after: sum(approved, ({ after }) => after),
  };
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}
