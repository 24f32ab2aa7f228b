/** `npm run sim`: plays seeds and says which promises hold. See docs/simulator.md. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { playAll } from './crew.ts';
import type { Played } from './play.ts';
import { startPostgres } from './postgres.ts';
import { type Report, report, told } from './report.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    ops: { type: 'string', default: '250' },
    jobs: { type: 'string', default: '2' },
    without: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    story: { type: 'boolean', default: false },
  },
});

const from = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const tasks = Array.from({ length: count }, (_, i) => ({
  seed: from + i,
  ops: Number(values.ops),
  without: values.without,
  shrink: true,
}));

const file = await bundle('sim', []);
const postgres = await startPostgres();
const all: Played[] = [];
const started = Date.now();
let broken: Report['violations'] = [];
try {
  await playAll(postgres, file, tasks, Number(values.jobs), ({ played, shrunk }) => {
    all.push(played);
    const story = shrunk ?? played;
    if (played.broken || values.story) process.stdout.write(told(story, played, Number(values.ops)));
    if (all.length % 20 === 0) process.stderr.write(`${all.length} seeds\n`);
    return false;
  });
} finally {
  await postgres.stop();
}
const made = report(all);
broken = made.violations;
const ops = made.ops;
const seconds = (Date.now() - started) / 1000;
process.stdout.write(
  `${made.seeds} seeds, ${ops} ops, ${broken.length} broken promises; ${Math.round(seconds)} s, ${Math.round(ops / seconds)} ops/s\n`,
);
for (const [kind, n] of Object.entries(made.faults).sort())
  process.stdout.write(`  ${String(n).padStart(7)}  ${kind}\n`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(made, null, 2)}\n`);
process.exit(broken.length === 0 ? 0 : 1);
