import { createHash } from 'node:crypto';

/**
 * MUTATION_SAMPLE=8 tries an eighth of the domain's functions and tables, always the same ones: an estimate in minutes. Without it all
 * are tried. They are drawn by name and place alone, so that no kind of mutant is favoured.
 */
const ONE_IN = Number(process.env.MUTATION_SAMPLE ?? 1);

function drawn({ node, hub }) {
  const file = String(hub?.file?.opts?.filename ?? '')
    .split('/src/')
    .at(-1);
  const place = `${file}:${node.loc?.start.line ?? 0}`;
  return createHash('sha256').update(place).digest().readUInt32BE(0) % ONE_IN === 0;
}

const sample = {
  shouldIgnore: (path) => (ONE_IN > 1 && path.parentPath?.isProgram() && !drawn(path) ? 'not drawn' : undefined),
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'sample', value: sample }];
