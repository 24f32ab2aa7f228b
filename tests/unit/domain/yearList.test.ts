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
