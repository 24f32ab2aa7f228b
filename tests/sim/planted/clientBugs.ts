/** Bugs of the tablet. */
import type { Bug } from './bug.ts';

const CATCH_UP = 'src/client/sync/catchUp.ts';
const SETTLE = 'src/client/journal/settle.ts';
const KEPT = 'kept >= (await mustBeMine(journal)).seq;';
const APPEND = 'src/client/journal/appendOp.ts';

const WRITE = `await cache.write(seen, {
    files: changed,
    removed: [...gone],
    meta: { cursor, counted },
    catalogue: pulled.catalogue,
    stock,
  });`;

export const CLIENT_BUGS: readonly Bug[] = [
  {
    name: 'mark beside the files',
    only: 'view',
    means:
      'the mark of what the files count is written in a transaction of its own: after a power cut own deeds are missing',
    patches: [
      {
        file: CATCH_UP,
        find: WRITE,
        replace: `const at = await cache.write(seen, { files: [], meta: { counted } });
          await cache.write(at, { files: changed, removed: [...gone], meta: { cursor }, catalogue: pulled.catalogue, stock });`,
      },
    ],
  },
  {
    name: 'cursor before the effects',
    only: 'view',
    means:
      'an answer counts as taken up before its changes are in the files: after a power cut other people’s deeds are missing',
    patches: [
      {
        file: CATCH_UP,
        find: WRITE,
        replace: `const at = await cache.write(seen, { files: [], meta: { cursor } });
          await cache.write(at, { files: changed, removed: [...gone], meta: { counted }, catalogue: pulled.catalogue, stock });`,
      },
    ],
  },
  {
    name: 'applied op counted again',
    means: 'own deeds that the files count already are counted once more with every sync',
    patches: [
      { file: CATCH_UP, find: 'ownOps.judgedRange(seen.counted, acked)', replace: 'ownOps.judgedRange(0, acked)' },
      { file: 'src/domain/apply.ts', find: 'if (list.some((i) => i.id === item.id)) return list;', replace: '' },
    ],
  },
  {
    name: 'two tabs with one number',
    only: 'promises',
    means: 'two tabs that save at the same moment give their ops the same number: one of them is overwritten',
    patches: [{ file: APPEND, find: 'await db.ops.add(row);', replace: 'await db.ops.put(row);' }],
  },
  {
    name: 'held ops not shown',
    only: 'tray',
    means: 'an op that the office must decide on is not shown as waiting',
    patches: [
      {
        file: SETTLE,
        find: "...(waits ? { waiting: op.household ?? '-' } : {})",
        replace: '...{}',
      },
    ],
  },
  {
    name: 'held op dropped on retry',
    means: 'a batch that is sent again is taken for settled: verdicts on held ops in it are thrown away',
    patches: [
      {
        file: SETTLE,
        find: 'await db.verdicts.bulkPut(rows);',
        replace:
          "await db.verdicts.bulkPut(rows.filter((row) => rows.length === 1 || row.verdict.outcome !== 'held'));",
      },
    ],
  },
  {
    name: 'return not debited',
    only: 'rights',
    means: 'rights that the tablet gives back can still be spent until the server has answered',
    patches: [
      {
        file: APPEND,
        find: 'const returned = change.returned ?? row.returned;',
        replace: 'const returned = row.returned;',
      },
    ],
  },
  {
    name: 'void not heard',
    only: 'counters',
    means: 'when somebody else voids a redemption of this tablet, its right does not come back',
    patches: [
      {
        file: SETTLE,
        find: "if (event.type === 'redemption.voided') release(event.redemption);",
        replace: '',
      },
    ],
  },
  {
    name: 'right released twice',
    means: 'an answer that comes again after a power cut gives the right of a voided redemption back once more',
    patches: [
      {
        file: SETTLE,
        find: 'if (forGood && (drawn === undefined || done.epoch === undefined || done.epoch === epoch)) return;',
        replace: '',
      },
      {
        file: 'src/client/journal/released.ts',
        find: 'left(op, release) - left(op, before)',
        replace: 'left(op, release) - left(op, isGone(before) ? undefined : before)',
      },
    ],
  },
  {
    name: 'wiped before handing over',
    only: 'promises',
    means: 'a revoked tablet wipes itself as soon as it hears of it, with what it had not sent',
    patches: [
      {
        file: 'src/client/journal/wipe.ts',
        find: 'return ops + photos === 0;',
        replace: 'return ops + photos >= 0;',
      },
      { file: 'src/client/journal/wipe.ts', find: KEPT, replace: 'kept >= 0;' },
    ],
  },
  {
    name: 'wiped before a backup',
    means: 'a revoked tablet that has handed over wipes itself although a server that is put back would lack its ops',
    patches: [{ file: 'src/client/journal/wipe.ts', find: KEPT, replace: 'kept >= 0;' }],
  },
  {
    name: 'old by its own clock',
    means: 'a device whose clock is a year ahead takes its newest ops for old ones and forgets them',
    patches: [
      {
        file: 'src/client/sync/rounds.ts',
        find: 'await prune(ctx.journal, ctx.ownOps, { kept, counted }, now);',
        replace: 'await prune(ctx.journal, ctx.ownOps, { kept, counted }, now && ctx.now());',
      },
    ],
  },
  {
    name: 'rights of both branches',
    means: 'a device that gets another identity after its storage was copied keeps the rights of the old one',
    patches: [
      {
        file: 'src/client/sync/fork.ts',
        find: 'for (const table of [db.ops, db.verdicts, db.former, db.allowances, db.releases, db.announced])',
        replace: 'for (const table of [db.ops, db.verdicts, db.former, db.releases, db.announced])',
      },
    ],
  },
];
