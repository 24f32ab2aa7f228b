import type { OpRow, VerdictRow } from '../../../src/client/journal/journalDb.ts';
import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { type Gadget, JOURNAL, type Promised } from '../world/gadget.ts';
import { OFFICE_JOURNAL, type OfficeDesk } from '../world/officeDesk.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';

interface Shelf {
  readonly name: string;
  readonly revoked: boolean;
  readonly forgotten: (seq: number) => boolean;
  readonly promised: readonly Promised[];
  /** Those of identities before (SY-13). */
  readonly former: readonly Promised[];
  readonly verdicts: ReadonlyMap<number, VerdictRow>;
}

function shelves(world: World): readonly Shelf[] {
  const of = (one: Gadget | OfficeDesk, database: string): Shelf => ({
    name: one.name,
    revoked: 'revoked' in one && one.revoked,
    forgotten: (seq) => 'hasForgotten' in one && one.hasForgotten(seq),
    promised: one.promised,
    // What was common before a fork stays in the archive; the storage that would push it again to a restored server may be the one that is gone.
    former: 'former' in one ? one.former.filter(({ shown }) => !(shown && world.restored)).map(({ op }) => op) : [],
    verdicts: new Map(one.disk.values<VerdictRow>(database, 'verdicts').map((row) => [row.seq, row])),
  });
  return [
    ...world.gadgets.map((gadget) => of(gadget, JOURNAL)),
    ...world.desks.map((desk) => of(desk, OFFICE_JOURNAL)),
  ];
}

export const promises: Check = {
  name: 'promises',
  promise:
    'SY-3, SY-5: every op of which a person read 已存本机 has exactly one verdict, the same on the device and the server',
  client: (world, gadget, goesOn) => {
    if (goesOn) return [];
    const here = new Set(gadget.disk.values<OpRow>(JOURNAL, 'ops').map((row) => row.seq));
    return (
      gadget.promised
        // A revoked device keeps nothing, and nothing of it is lost (CF-17).
        .filter(({ seq, ref }) => !here.has(seq) && !(gadget.revoked && world.logged.has(ref)))
        .map(({ ref, kind }) => `${gadget.name} has lost ${ref} (${kind}) although it said saved`)
    );
  },
  end: async (world) => {
    const wrong: string[] = [];
    for (const { name, promised, former, verdicts, revoked, forgotten } of shelves(world)) {
      for (const one of former)
        if (!world.has(one))
          wrong.push(`${one.ref} of ${name}, from before it got another identity, is not at the server`);
      const seen = new Set<string>();
      for (const one of promised) {
        const op = world.logged.get(one.ref);
        const row = verdicts.get(one.seq);
        if (seen.has(one.ref)) wrong.push(`${name} promised two ops as ${one.ref}`);
        seen.add(one.ref);
        if (!op) wrong.push(`${one.ref} (${one.kind}) of ${name} never reached the server`);
        else if (!world.has(one)) wrong.push(`${one.ref} of ${name} is another op at the server`);
        else if (!row && (revoked || forgotten(one.seq))) continue;
        else if (!row) wrong.push(`${name} has no verdict on ${one.ref}; the server says ${op.verdict.code}`);
        else if (canonicalJson(row.verdict) !== canonicalJson(op.verdict))
          wrong.push(`${one.ref}: ${name} says ${row.verdict.code}, the server ${op.verdict.code}`);
      }
    }
    return wrong;
  },
};
