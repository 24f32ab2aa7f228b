/** Bugs of the server and of the judge. */
import type { Bug } from './bug.ts';

const BATCH = 'src/server/ingest/batch.ts';
const CONTEXT_FOR = 'src/server/ingest/contextFor.ts';
const JUDGE_OPS = 'src/server/ingest/judgeOps.ts';
const OPEN_CASE = 'src/server/ingest/openCase.ts';
const PUSH = 'src/server/ingest/push.ts';
const REBALANCE = 'src/server/ingest/rebalance.ts';

const SETTLE_DEBT = 'state.debt = lowered ? uncovered(state.points) : Math.min(state.debt, uncovered(state.points));';

export const SERVER_BUGS: readonly Bug[] = [
  {
    name: 'caps on the tablet only',
    only: 'caps',
    means: 'the server does not look at caps: the same deed counts on two tablets',
    patches: [
      {
        file: CONTEXT_FOR,
        find: 'remaining: account && !j.adopted ? remainingRight(account) : 0,',
        replace:
          "remaining: account && !j.adopted ? remainingRight(account) : 0, waived: new Set(['over_cap', 'over_cap_part'] as const),",
      },
    ],
  },
  {
    name: 'rules of the day of recording',
    only: 'rule of the day',
    means: 'a deed counts by the rules of the day on which it was written down, not of its own day',
    patches: [
      {
        file: 'src/domain/judge/entryRecord.ts',
        find: 'const rule = rulesOn(ctx.ruleVersions, file.village, body.date).get(body.rule);',
        replace: 'const rule = rulesOn(ctx.ruleVersions, file.village, today).get(body.rule);',
      },
    ],
  },
  {
    name: 'undo as if it had never been',
    only: 'effects',
    means: 'undoing an op that was already sent says done, and the points stay',
    patches: [
      {
        file: 'src/domain/judge/effects.ts',
        find: 'if (!target) return [];',
        replace: 'if (!target || op.body.undo) return [];',
      },
    ],
  },
  {
    name: 'verdict rewritten by the decision',
    means: 'when the office lets a held op count, the verdict that its tablet was given is overwritten',
    patches: [
      {
        file: 'src/server/ingest/writeCases.ts',
        find: 'const changed = [...batch.cases.values()].filter((c) => c.changed);',
        replace: `const changed = [...batch.cases.values()].filter((c) => c.changed);
          for (const c of changed) if (c.decision !== null && c.decision !== 'reject')
            await sql\`update ops set outcome = 'applied', code = 'ok' where town = \${batch.town.town}
              and device || '-' || lpad(seq::text, 6, '0') = \${c.id}\`.execute(db);`,
      },
    ],
  },
  {
    name: 'clock put right backwards',
    only: 'verdict stands',
    means: 'when the clock of a device is found to be wrong, the instants of what was refused long before move with it',
    patches: [
      {
        file: PUSH,
        find: "const last = must(judged.at(-1), 'a batch has an op');",
        replace: `const last = must(judged.at(-1), 'a batch has an op');
          await sql\`update ops set shift_ms = \${last.shiftMs} where town = \${town} and device = \${device.id}
            and outcome = 'refused' and seq < \${last.raw.seq}\`.execute(db);`,
      },
    ],
  },
  {
    name: 'competitor not told',
    only: 'cases',
    means: 'the worker whose deed a held one competes with never hears of it',
    patches: [
      {
        file: OPEN_CASE,
        find: 'const devices = new Set([deviceOf(firstOfCase(id)), ...competing.map(deviceOf)]);',
        replace: 'const devices = new Set([deviceOf(firstOfCase(id)), ...competing.slice(0, 0)]);',
      },
    ],
  },
  {
    name: 'gap in the ledger',
    only: 'ledger',
    means: 'a number of the ledger is left out after a large batch: a copy cannot tell whether something is missing',
    patches: [
      {
        file: 'src/server/ingest/ledger.ts',
        find: 'let { feed_seq: seq, feed_hash: hash } = town;',
        replace: 'let { feed_seq: seq, feed_hash: hash } = town; if (events.length > 6) seq += 1;',
      },
    ],
  },
  {
    name: 'rejected points still pending',
    only: 'balances',
    means: 'points of a rejected entry stay among those that wait for review',
    patches: [
      {
        file: BATCH,
        find: 'pending: state.points.pending + now.pending - old.pending,',
        replace:
          'pending: state.points.pending + (now.earned === old.earned ? Math.max(0, now.pending - old.pending) : now.pending - old.pending),',
      },
    ],
  },
  {
    name: 'free points promised twice',
    means: 'what one device is granted is not kept back: the same points are granted to the next device too',
    patches: [
      {
        file: REBALANCE,
        find: 'batch.changeAllowance(device.id, code, now);',
        replace: 'const kept = state.points; batch.changeAllowance(device.id, code, now); state.points = kept;',
      },
    ],
  },
  {
    name: 'online redemption not checked',
    only: 'overspent',
    means: 'an online redemption is applied whatever the household has; the overspending passes for a debt',
    patches: [
      {
        file: 'src/domain/judge/redemption.ts',
        find: "if (free < body.points) return refused('insufficient', lacking(body.points, free, ctx.points));\n  } else {",
        replace: '  } else {',
      },
      {
        file: BATCH,
        find: SETTLE_DEBT,
        replace: 'state.debt = lowered ? uncovered(state.points) : uncovered(state.points);',
      },
    ],
  },
  {
    name: 'void twice',
    means: 'a redemption that was voided can be voided again: its points come back twice',
    patches: [
      {
        file: 'src/domain/judge/redemption.ts',
        find: "if (redemption.voided) return refused('already_voided', { redemption: redemption.id });",
        replace: '',
      },
    ],
  },
  {
    name: 'rights expire by the clock',
    only: 'rights',
    means: 'what a device holds is free again when it has not been heard of for a day, whether it spends it or not',
    patches: [
      {
        file: REBALANCE,
        find: 'if (!mayHold(device)) return NOTHING;\n  const { town } = batch.town;\n  const { rows }',
        replace: `if (!mayHold(device)) return NOTHING;
  const { town } = batch.town;
  const late = await sql<{ device: string; household: string; granted: number; village: string }>\`
    select a.device, a.household, a.granted - a.spent as granted, h.village from allowances a
    join households h on h.town = a.town and h.code = a.household
    join devices d on d.town = a.town and d.id = a.device
    where a.town = \${town} and a.device <> \${device.id} and a.granted - a.spent - a.returned - a.written_off > 0
      and d.last_sync_at < \${new Date(Date.now() - 86_400_000)}\`.execute(db);
  await loadHouseholds(db, batch, late.rows.map((row) => row.household));
  const { rows: all } = await sql<{ device: string; household: string; granted: number; returned: number; spent: number; writtenOff: number; claimed: number; writeOff: string | null }>\`
    select device, household, granted, returned, spent, written_off as "writtenOff", claimed, write_off as "writeOff" from allowances where town = \${town}\`.execute(db);
  for (const row of late.rows) {
    const account = all.find((a) => a.device === row.device && a.household === row.household);
    if (!account || batch.hasAccount(row.device, row.household)) continue;
    const { device: one, household, ...rest } = account;
    batch.putAllowance(one, household, rest);
    const gone = { ...rest, returned: rest.granted - rest.spent - rest.writtenOff };
    batch.changeAllowance(one, household, gone);
    batch.announceRights(one, row.village, [allowanceLine(household, gone)]);
  }
  const { rows }`,
      },
    ],
  },
  {
    name: 'same number overwritten',
    means: 'an op that comes again is judged again, and its second verdict takes the place of the first',
    patches: [
      {
        file: PUSH,
        find: 'return chained.slice(Math.max(0, device.highSeq - push.after));',
        replace: 'return chained;',
      },
      {
        file: PUSH,
        find: 'signature text, household text,\n      village text)`.execute(db);',
        replace: `signature text, household text,
      village text) on conflict (town, device, seq) do update set outcome = excluded.outcome, code = excluded.code,
      params = excluded.params\`.execute(db);`,
      },
    ],
  },
  {
    name: 'cursor by number alone',
    means:
      'a restored server knows a device’s place in the feed by its number: changes of the new history are missing there',
    patches: [
      {
        file: 'src/server/feed/pull.ts',
        find: "if (cursor.epoch !== town.epoch || cursor.seq > town.feed_seq) return 'other-history';",
        replace: "if (cursor.seq > town.feed_seq) return 'other-history';",
      },
      {
        file: 'src/server/feed/pull.ts',
        find: "if ((await hashAt(db, device.town, cursor.seq)) !== cursor.hash) return 'other-history';",
        replace: 'await hashAt(db, device.town, cursor.seq);',
      },
    ],
  },
  {
    name: 'restored grants forgotten',
    means:
      'a restored server does not take up what its devices say they were granted, and promises the points to others',
    patches: [
      {
        file: 'src/server/ingest/report.ts',
        find: 'if (now === account) continue;',
        replace: 'if (now !== undefined) continue;',
      },
    ],
  },
  {
    name: 'merge loses what was under way',
    only: 'effects',
    means: 'an op for a household that is one with another by now is called applied, and nothing of it arrives',
    patches: [
      {
        file: JUDGE_OPS,
        find: 'for (const event of effects(about.file, op, verdict, ctx)) {',
        replace: `if (about.params !== undefined) return verdict;
  for (const event of effects(about.file, op, verdict, ctx)) {`,
      },
    ],
  },
  {
    name: 'fork accepted as one device',
    means:
      'two devices with the same storage are one to the server: what the second records is taken for what the first did',
    patches: [
      {
        file: PUSH,
        find: 'if ((await hashAt(db, town, device, push.after)) !== push.prev) throw fork();',
        replace: '',
      },
      {
        file: PUSH,
        find: 'if (overlap > push.after && (await hashAt(db, town, device, overlap)) !== chained[overlap - push.after - 1]?.hash)',
        replace: 'if (overlap < 0)',
      },
    ],
  },
  {
    name: 'price of the sync day',
    only: 'price of the day',
    means: 'a receipt is judged by the prices of the day on which it arrives; an old price is good for no day longer',
    patches: [
      {
        file: 'src/domain/judge/redemption.ts',
        find: 'const changed = changedPrices(ctx.prices, asked, ctx.at, ctx.policy.priceGraceDays);',
        replace: 'const changed = changedPrices(ctx.prices, asked, Number.MAX_SAFE_INTEGER, 0);',
      },
    ],
  },
  {
    name: 'right of the sync day',
    only: 'person of the day',
    means:
      'a deed counts by what its worker may do on the day on which it arrives: who was moved loses what was under way',
    patches: [
      {
        file: 'src/server/ingest/rightsHistory.ts',
        find: 'if (may(now) || !history || !past) return now;',
        replace: 'if (may(now) || !history || !past || past.removed === null) return now;',
      },
    ],
  },
  {
    name: 'goods of a void stay away',
    means: 'a voided redemption gives its points back, and its goods stay off the shelf in the books',
    patches: [
      {
        file: BATCH,
        find: "this.stock.push(returnRequest(voided, before.village, event.ref, must(at, 'a void has an instant')));",
        replace: "returnRequest(voided, before.village, event.ref, must(at, 'a void has an instant'));",
      },
    ],
  },
  {
    name: 'count that does not see what comes late',
    means: 'goods that had left before a count, on a tablet that synced after it, are taken off what the count found',
    patches: [
      {
        file: 'src/domain/stockBook.ts',
        find: 'const total = next < 0 ? book.total + move.quantity : book.total;',
        replace: 'const total = book.total + move.quantity;',
      },
      {
        file: 'src/domain/stockBook.ts',
        find: 'quantity: m.quantity - move.quantity }',
        replace: 'quantity: m.quantity }',
      },
    ],
  },
  {
    name: 'review changes no points',
    means: 'who reviews gives a deed other points, and what was recorded goes on counting',
    patches: [
      {
        file: 'src/domain/apply.ts',
        find: '...(points === undefined ? {} : { points, pointsBefore: entry.points }),',
        replace: '...(points === undefined ? {} : { pointsBefore: entry.points }),',
      },
    ],
  },
];
