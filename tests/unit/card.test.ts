import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type CardTrust,
  importTownPublicKey,
  parseCard,
  parseTypedCode,
  signCard,
  verifyCard,
} from '../../src/protocol/card.ts';
import { generateTownKey, importTownPrivateKey, publicTownKey, townKeyId } from '../../src/server/auth/townKey.ts';

const FIELDS = { town: 'CC', household: 'XW-0007', n: 3 };
const QR_ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]+$/;

let signingKey: CryptoKey;
let trust: CardTrust;
let payload: string;

beforeAll(async () => {
  const key = await generateTownKey();
  signingKey = await importTownPrivateKey(key);
  const publicKey = await importTownPublicKey(publicTownKey(key));
  trust = { town: 'CC', publicKey, currentN: (household) => (household === 'XW-0007' ? 3 : undefined) };
  payload = await signCard(signingKey, FIELDS);
});

describe('the payload on paper', () => {
  test('has the fixed shape and fits the QR alphanumeric mode', () => {
    expect(payload).toMatch(/^VP1\/CC\/XW-0007\/3\/[0-9A-HJKMNP-TV-Z]{103}$/);
    expect(payload).toMatch(QR_ALPHANUMERIC);
  });

  test('a card printed with a published key is read the same for ever', async () => {
    const publicKey = await importTownPublicKey({
      kty: 'EC',
      crv: 'P-256',
      x: 'LX9TwILfeyOrz7NMhgIQgEhtoS2pNj-3TOvlRC76Qo0',
      y: '6Uys8LSNVQKno_Xz_uwYNWPZu_5qMWuz6rerCle-JtQ',
    });
    const printed =
      'VP1/CC/XW-0001/1/DDYFPBQE76ZJ9R33KAM93NMRP394YYDBAB5STC86XP1QM979W8VP6SBF0A9BJWB9PPZYJW6GA5Y8ZZG7QEJ4VT9GGCN0ANWCTP4T760';
    expect(await verifyCard(printed, { town: 'CC', publicKey, currentN: () => 1 })).toEqual({
      code: 'ok',
      card: { town: 'CC', household: 'XW-0001', n: 1 },
    });
  });

  test('any town, household and number survive the round trip', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[A-Z0-9]{2,8}$/),
        fc.stringMatching(/^[A-Z0-9]{1,8}-[0-9]{1,8}$/),
        fc.integer({ min: 1, max: 99_999 }),
        async (town, household, n) => {
          const text = await signCard(signingKey, { town, household, n });
          expect(await verifyCard(text, { ...trust, town, currentN: () => n })).toEqual({
            code: 'ok',
            card: { town, household, n },
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['a town in lower case', { ...FIELDS, town: 'cc' }],
    ['a household with a slash', { ...FIELDS, household: 'XW/0007' }],
    ['card number 0', { ...FIELDS, n: 0 }],
    ['card number 1.5', { ...FIELDS, n: 1.5 }],
  ])('%s is not printed', async (_, fields) => {
    await expect(signCard(signingKey, fields)).rejects.toThrow(RangeError);
  });
});

describe('reading', () => {
  test('lower case, spaces around and an address in front are accepted', async () => {
    for (const text of [
      payload.toLowerCase(),
      ` ${payload}\n`,
      `HTTPS://JF.EXAMPLE.CN/${payload}`,
      `https://jf.example.cn/c/${payload}`,
    ]) {
      expect(await verifyCard(text, trust)).toEqual({ code: 'ok', card: FIELDS });
    }
  });

  test.each(['', 'VP1', '6901234567892', 'https://example.cn/', 'VP2/CC/XW-0007/3/0', 'x'.repeat(5000)])(
    '%j is not a card',
    async (text) => {
      expect(parseCard(text)).toEqual({ ok: false, problem: 'not_a_card' });
      expect(await verifyCard(text, trust)).toEqual({ code: 'not_a_card' });
    },
  );

  test.each([
    ['xw-0007', 'XW-0007'],
    ['ＸＷ－０００７', 'XW-0007'],
    ['xw 0007', 'XW-0007'],
    ['XW0007', 'XW-0007'],
  ])('the typed code %s means %s', (typed, household) => {
    expect(parseTypedCode(typed)).toEqual({ kind: 'household', household });
  });

  test('a typed payload is a card, anything else is unreadable', () => {
    expect(parseTypedCode(payload.toLowerCase())).toMatchObject({ kind: 'card' });
    expect(parseTypedCode('谢关明')).toEqual({ kind: 'unreadable' });
    expect(parseTypedCode('6901234567892')).toEqual({ kind: 'unreadable' });
  });
});

describe('checking', () => {
  test('every change of one character is detected', async () => {
    const usable = new Set(['ok', 'newer_than_known']);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-/ .:'), async (at, char) => {
        const i = at % payload.length;
        fc.pre(payload[i] !== char);
        const altered = payload.slice(0, i) + char + payload.slice(i + 1);
        const { code } = await verifyCard(altered, { ...trust, currentN: () => 3 });
        expect(usable.has(code), `${altered} gave ${code}`).toBe(false);
        expect(['replaced', 'unknown_household']).not.toContain(code);
      }),
      { numRuns: 1500 },
    );
  });

  test('every place of the signature and of the signed text is covered', async () => {
    for (let i = 0; i < payload.length; i += 1) {
      const char = payload[i] === '1' ? '2' : '1';
      const altered = payload.slice(0, i) + char + payload.slice(i + 1);
      expect(['ok', 'newer_than_known', 'replaced']).not.toContain((await verifyCard(altered, trust)).code);
    }
  });

  test('a character added or dropped is detected', async () => {
    for (let i = 0; i < payload.length; i += 1) {
      const dropped = payload.slice(0, i) + payload.slice(i + 1);
      const added = `${payload.slice(0, i)}0${payload.slice(i)}`;
      expect(['ok', 'newer_than_known', 'replaced']).not.toContain((await verifyCard(dropped, trust)).code);
      expect(['ok', 'newer_than_known', 'replaced']).not.toContain((await verifyCard(added, trust)).code);
    }
  });

  test('the last character has no second spelling', async () => {
    const spellings = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'].map((last) => payload.slice(0, -1) + last);
    const codes = await Promise.all(spellings.map(async (text) => (await verifyCard(text, trust)).code));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
  });

  test('[CF-15] an older card is replaced and says which number is in force', async () => {
    const old = await signCard(signingKey, { ...FIELDS, n: 2 });
    expect(await verifyCard(old, trust)).toEqual({ code: 'replaced', card: { ...FIELDS, n: 2 }, currentN: 3 });
  });

  test('a card newer than this device knows is accepted with a note', async () => {
    const text = await signCard(signingKey, { ...FIELDS, n: 4 });
    expect(await verifyCard(text, trust)).toEqual({ code: 'newer_than_known', card: { ...FIELDS, n: 4 }, knownN: 3 });
  });

  test('a card made with another key is forged, never "replaced", whatever number it claims', async () => {
    const forger = await importTownPrivateKey(await generateTownKey());
    for (const n of [1, 3, 4]) {
      expect(await verifyCard(await signCard(forger, { ...FIELDS, n }), trust)).toEqual({ code: 'forged_or_altered' });
    }
    const unknown = await signCard(forger, { ...FIELDS, household: 'ZZ-9999' });
    expect(await verifyCard(unknown, trust)).toEqual({ code: 'forged_or_altered' });
  });

  test('a card of another town names the town', async () => {
    const text = await signCard(signingKey, { ...FIELDS, town: 'SK' });
    expect(await verifyCard(text, trust)).toEqual({ code: 'foreign_town', town: 'SK' });
  });

  test('a genuine card of a household this device does not hold says so', async () => {
    const card = { ...FIELDS, household: 'DL-0001' };
    expect(await verifyCard(await signCard(signingKey, card), trust)).toEqual({ code: 'unknown_household', card });
  });
});

test('the key that devices get holds no private number, and its name does not depend on the half', async () => {
  const key = await generateTownKey();
  expect(publicTownKey(key)).not.toHaveProperty('d');
  expect(townKeyId(key)).toBe(townKeyId(publicTownKey(key)));
  expect((await importTownPrivateKey(key)).extractable).toBe(false);
});
