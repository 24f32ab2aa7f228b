/** `npm run sim`: plays seeds and says which promises hold; `--planted` plays them with bugs in the product. See docs/simulator.md. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bugsNamed, type Hunt, huntAll, matrix, SEEDS_MAX } from './hunt.ts';
import { type SimPostgres, startPostgres } from './postgres.ts';
import { type Report, report, told } from './report.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    ops: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    without: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    story: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    bug: { type: 'string', multiple: true, default: [] },
    matrix: { type: 'boolean', default: false },
  },
});

const SEEDS = { plain: 20, planted: SEEDS_MAX, matrix: 100 };
const OPS = 100;

const mode = values.matrix ? 'matrix' : values.planted ? 'planted' : 'plain';
const hunt: Hunt = {
  seeds: values.seed === undefined ? Number(values.seeds ?? SEEDS[mode]) : 1,
  from: Number(values.seed ?? values.from),
  ops: Number(values.ops ?? OPS),
  jobs: Number(values.jobs),
  without: values.without,
};
const say = (line: string) => process.stdout.write(`${line}\n`);

async function plain(postgres: SimPostgres): Promise<Report> {
  const started = performance.now();
  let played = 0;
  let cpuMs = 0;
  const all = await simulate(postgres, { ...hunt, shrink: !values.story }, (done) => {
    if (done.played.broken || values.story) say(told(done.shrunk ?? done.played, done.played, hunt.ops));
    played++;
    cpuMs += done.cpuMs;
    if (played % 50 === 0) process.stderr.write(`${played} seeds\n`);
  });
  const figures = report(all);
  const seconds = (performance.now() - started) / 1000;
  const speed = Math.round(figures.ops / seconds);
  const { seeds, ops, violations, faults } = figures;
  const took = `${Math.round(seconds)} s, ${speed} ops/s, ${(cpuMs / ops).toFixed(1)} ms of a processor an op`;
  say(`${seeds} seeds, ${ops} ops, ${violations.length} broken promises; ${took}`);
  for (const [kind, n] of Object.entries(faults).sort()) say(`${String(n).padStart(9)}  ${kind}`);
  return figures;
}

async function planted(postgres: SimPostgres): Promise<Report> {
  const bugs = bugsNamed(values.bug);
  if (values.matrix) {
    const needed = await matrix(postgres, bugs, hunt, say);
    for (const [check, need] of needed)
      say(`${need ? '✓' : '✗'} ${check.padEnd(18)} ${need?.bug ?? 'no bug needs it'}`);
    return { ...report([]), needed: [...needed].map(([check, need]) => ({ check, ...need })) };
  }
  const found = await huntAll(postgres, bugs, hunt, ({ name, foundAtSeed, by }) =>
    say(
      `${foundAtSeed === null ? '✗' : '✓'} ${name.padEnd(32)} ${foundAtSeed === null ? 'not found' : `seed ${foundAtSeed}, by “${by}”`}`,
    ),
  );
  return report([], found);
}

const postgres = await startPostgres();
// Whoever ends the run leaves nothing behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void postgres.stop().then(() => process.exit(130)));
let made: Report;
try {
  made = await (values.planted ? planted(postgres) : plain(postgres));
} finally {
  await postgres.stop();
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(made, null, 2)}\n`);
const idle = (made.needed ?? []).filter(({ bug }) => bug === undefined);
const survivors = made.planted.filter((bug) => bug.foundAtSeed === null);
process.exit(made.violations.length + survivors.length + idle.length === 0 ? 0 : 1);
