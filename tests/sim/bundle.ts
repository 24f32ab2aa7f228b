/** The simulator as one file, with a bug planted in it or without. */
import { join, relative } from 'node:path';
import { build, type Plugin } from 'vite';

const PROJECT = join(import.meta.dirname, '../..');
const CRYPTO = join(import.meta.dirname, 'machine/seededCrypto.ts');

/** A change of the product's source that makes it wrong. */
export interface Patch {
  /** From the project's folder. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

function planting(patches: readonly Patch[]): Plugin & { readonly planted: Set<Patch> } {
  const planted = new Set<Patch>();
  return {
    name: 'plant',
    enforce: 'pre',
    planted,
    transform(code, id) {
      const file = relative(PROJECT, id);
      let text = code;
      for (const patch of patches) {
        if (patch.file !== file) continue;
        const places = text.split(patch.find).length - 1;
        if (places !== 1) throw new Error(`${file} has ${places} places for a bug, not one:\n${patch.find}`);
        text = text.replace(patch.find, () => patch.replace);
        planted.add(patch);
      }
      return text === code ? null : { code: text, map: null };
    },
  };
}

/** Random bytes come from the seed, in the product's server too. */
const seeded: Plugin = {
  name: 'seeded',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === 'node:crypto' && importer !== undefined && importer !== CRYPTO ? CRYPTO : null,
};

/** Bundles the worker under a name; gives the file's path. Throws when a patch does not fit. */
export async function bundle(name: string, patches: readonly Patch[]): Promise<string> {
  const outDir = join(PROJECT, 'node_modules/.cache/sim');
  const plant = planting(patches);
  await build({
    configFile: false,
    logLevel: 'error',
    root: PROJECT,
    plugins: [plant, seeded],
    ssr: { external: true },
    build: {
      ssr: join(import.meta.dirname, 'worker.ts'),
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  });
  for (const patch of patches)
    if (!plant.planted.has(patch)) throw new Error(`the simulator does not use ${patch.file}; nothing was planted`);
  return join(outDir, `${name}.mjs`);
}
