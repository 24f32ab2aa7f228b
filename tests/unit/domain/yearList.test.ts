import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeYearList, type RankingHousehold } from '../../../src/domain/yearList.ts';

type Facts = Parameters<typeof makeYearList>[0];

const code = (n: number) => `XW-${String(n).padStart(4, '0')}`;

/** Households of two villages; some became part of a later one, some are closed, some are a cadre's. */
const facts = fc
  .record({
    homes: fc.array(
      fc.record({
        points: fc.integer({ min: -5, max: 30 }),
        village: fc.constantFrom('XW', 'DL'),
        cadre: fc.boolean(),
        fate: fc.constantFrom('lives', 'lives', 'lives', 'merged', 'closed'),
        out: fc.boolean(),
      }),
      { maxLength: 60 },
    ),
    village: fc.constantFrom('XW', null),
    cadresApart: fc.boolean(),
  })
  .map(({ homes, village, cadresApart }): Facts => {
    const last = homes.length - 1;
    const household = (i: number): RankingHousehold => {
      const home = homes[i];
      // The one it became part of is behind it, so that no two became part of each other.
      const into = home?.fate === 'merged' && i < last ? code(last) : undefined;
      return {
        code: code(i),
        village: home?.village ?? 'XW',
        head: `张三${i}`,
        place: '塘边',
        tags: home?.cadre ? ['干部'] : [],
        ended: i < last && home?.fate !== 'lives',
        ...(into === undefined ? {} : { into }),
      };
    };
    const all = homes.map((_, i) => household(i));
    return {
      town: { code: 'CC', name: '苍城镇' },
      village,
      villages: new Map([
        ['XW', '下湾村'],
        ['DL', '大罗村'],
      ]),
      year: 2025,
      frozen: '2026-01-15',
      policy: { maskNames: true, cadresApart },
      households: new Map(all.map((one) => [one.code, one])),
      earned: new Map(homes.map(({ points }, i) => [code(i), points])),
      excluded: new Map(homes.flatMap(({ out }, i) => (out ? [[code(i), `原因${i}`] as const] : []))),
    };
  });

const family = ({ households }: Facts, one: string) => households.get(one)?.into ?? one;

describe('[YR-1] the list of a year', () => {
  test('every living household of the place is in one list, or counted without points', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { document, listed } = makeYearList(given);
        const living = [...given.households.values()].filter(
          (h) => !h.ended && (given.village === null || h.village === given.village),
        );
        const codes = listed.map(({ household }) => household);
        expect(new Set(codes).size).toBe(codes.length);
        expect(codes.every((one) => living.some((h) => h.code === one))).toBe(true);
        expect(codes.length + document.unranked).toBe(living.length);
        expect(document.rows.length + document.apart.length + document.excluded).toBe(codes.length);
      }),
    );
  });

  test('a family has what all its households earned, and its rank is one more than those with more', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { listed } = makeYearList(given);
        for (const row of listed) {
          const sum = [...given.earned]
            .filter(([one]) => family(given, one) === row.household)
            .reduce((total, [, points]) => total + points, 0);
          expect(row.points).toBe(sum);
          if (row.list === 'excluded') continue;
          const better = listed.filter(({ list, points }) => list === row.list && points > row.points);
          expect(row.rank).toBe(1 + better.length);
        }
      }),
    );
  });

  test('[YR-2] who is left out has no rank, with the reason; so is the family of whom it was said; the paper says how many', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { document, listed } = makeYearList(given);
        const said = new Set([...given.excluded.keys()].map((one) => family(given, one)));
        for (const { household, list, rank, reason, named = [] } of listed) {
          expect(list === 'excluded').toBe(said.has(household));
          expect(rank === null).toBe(list === 'excluded');
          expect(named.map((one) => family(given, one))).toEqual(named.map(() => household));
          if (list === 'excluded') expect(named.map((one) => given.excluded.get(one))).toContain(reason);
        }
        expect(JSON.stringify(document)).not.toMatch(/原因|XW-\d/);
      }),
    );
  });

  test('cadres stand apart only where the policy says so', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { listed } = makeYearList(given);
        for (const { household, list } of listed) {
          if (list === 'excluded') continue;
          const cadre = given.households.get(household)?.tags.includes('干部') ?? false;
          expect(list).toBe(given.policy.cadresApart && cadre ? 'apart' : 'ranked');
        }
      }),
    );
  });

  test('the order in which facts come does not matter', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const turned = {
          ...given,
          households: new Map([...given.households].reverse()),
          earned: new Map([...given.earned].reverse()),
          excluded: new Map([...given.excluded].reverse()),
        };
        expect(makeYearList(turned)).toEqual(makeYearList(given));
      }),
    );
  });
});

describe('[YR-1] the paper of a year, whole', () => {
  const home = (one: string, change: Partial<RankingHousehold> = {}): [string, RankingHousehold] => [
    one,
    { code: one, village: 'XW', head: '张三', place: '塘边', tags: [], ended: false, ...change },
  ];
  const given = (change: Partial<Facts> = {}): Facts => ({
    town: { code: 'CC', name: '苍城镇' },
    village: null,
    villages: new Map([['XW', '下湾村']]),
    year: 2025,
    frozen: '2026-01-15',
    policy: { maskNames: false },
    households: new Map([
      home('XW-0001'),
      home('XW-0002', { head: '李四', place: '' }),
      home('DL-0001', { head: '王五', village: 'DL', tags: ['干部'] }),
      home('XW-0003', { head: '赵六' }),
      home('XW-0004', { head: '钱七', ended: true, into: 'XW-0005' }),
      home('XW-0005', { head: '孙八' }),
      home('XW-0006', { head: '周九' }),
    ]),
    earned: new Map([
      ['XW-0001', 9],
      ['XW-0002', 7],
      ['DL-0001', 9],
      ['XW-0004', 4],
      ['XW-0005', 1],
      ['XX-0000', 3],
    ]),
    excluded: new Map([
      ['XW-0005', '后说的'],
      ['XW-0004', '先说的'],
      ['XW-0003', '举报'],
    ]),
    ...change,
  });

  test('a town says each village, tiers count who reached them, who is left out is a number', () => {
    const { document, listed } = makeYearList(given());
    const at = { place: '塘边', village: '下湾村' };
    expect(document).toEqual({
      format: 1,
      town: { code: 'CC', name: '苍城镇' },
      village: null,
      year: 2025,
      frozen: '2026-01-15',
      masked: false,
      tiers: [
        { name: '五星', percent: 5, households: 2 },
        { name: '四星', percent: 15, households: 0 },
        { name: '三星', percent: 35, households: 0 },
      ],
      cadresApart: false,
      rows: [
        // A village without a name is said by its code.
        { rank: 1, tier: '五星', name: '王五', ...at, village: 'DL', points: 9 },
        { rank: 1, tier: '五星', name: '张三', ...at, points: 9 },
        { rank: 3, tier: null, name: '李四', ...at, place: '', points: 7 },
      ],
      apart: [],
      excluded: 2,
      unranked: 1,
    });
    expect(listed.filter(({ list }) => list === 'excluded')).toEqual([
      {
        ...{ list: 'excluded', row: 0, household: 'XW-0003', village: 'XW', head: '赵六', place: '塘边' },
        ...{ points: 0, rank: null, tier: null, reason: '举报', named: ['XW-0003'] },
      },
      {
        ...{ list: 'excluded', row: 1, household: 'XW-0005', village: 'XW', head: '孙八', place: '塘边' },
        // Of two codes of one family the first one's reason; both are named.
        ...{ points: 5, rank: null, tier: null, reason: '先说的', named: ['XW-0004', 'XW-0005'] },
      },
    ]);
  });

  test('a village says its name once, and no line says it; names are masked where the policy says so', () => {
    const own = given({ village: 'XW', policy: { maskNames: true, cadresApart: true } });
    const { document } = makeYearList(own);
    expect(document.village).toEqual({ code: 'XW', name: '下湾村' });
    expect(document).toMatchObject({ masked: true, cadresApart: true });
    expect(document.rows).toEqual([
      { rank: 1, tier: '五星', name: '张*', place: '塘边', points: 9 },
      { rank: 2, tier: null, name: '李*', place: '', points: 7 },
    ]);
    expect(makeYearList(given({ village: 'DL' })).document.village).toEqual({ code: 'DL', name: 'DL' });
  });
});
