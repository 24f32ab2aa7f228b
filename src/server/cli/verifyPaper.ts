/** What `town verify --root` and `--publication` say of a notice that hangs on the board. */
import { dayOf } from '../../domain/calendar.ts';
import {
  findList,
  findRoot,
  type ListFound,
  type NamedList,
  type NamedRanking,
  type RootFound,
  readFingerprint,
} from '../backup/verifyRoot.ts';
import { CliError } from './cliError.ts';
import type { Cli, TownName } from './database.ts';

/** Reads what was typed off the paper. @throws CliError with exit code 2 when it is no fingerprint */
export function fingerprint(option: string, text: string): string {
  const read = readFingerprint(text);
  if (read !== undefined) return read;
  throw new CliError(
    `${option} 后面要写纸上的全部 64 位（0-9、a-f），空格可有可无。`,
    `${option} takes all 64 digits (0-9, a-f) as printed; spaces do not matter.`,
    2,
  );
}

/** The exit code is 1 when the root is not in the ledger, or the ledger does not lead to it. */
export async function verifyRootCommand({ db, print }: Cli, town: TownName, root: string): Promise<void> {
  const found = await findRoot(db, town.code, root);
  for (const line of rootText(town, found)) print(line);
  if (!found.found || found.broken !== null) process.exitCode = 1;
}

/**
 * The exit code is 1 when no list has the fingerprint, or the list or the ledger was changed. What was said of the root `saidRoot`
 * already is not said again.
 */
export async function verifyListCommand(
  { db, print }: Cli,
  town: TownName,
  hash: string,
  saidRoot: string | undefined,
): Promise<void> {
  const found = await findList(db, town.code, hash);
  for (const line of listText(town, found, saidRoot)) print(line);
  if (!found.found || !found.whole || !found.root.found || found.root.broken !== null) process.exitCode = 1;
}

function rootText(town: TownName, found: RootFound): readonly string[] {
  if (!found.found) {
    return [
      `${town.name}（${town.code}）的流水里没有这个根。先核对一遍有没有抄错。`,
      'This root is not in the ledger. Check first that it was copied right.',
      ...restoreText(found.restores),
    ];
  }
  const { seq, broken, lists } = found;
  const named = lists.map((list) => nameOf(list)).join('、');
  return [
    `这个根是 ${town.name}（${town.code}）流水第 ${seq} 条的校验值${named === '' ? '' : `，公示用它的：${named}`}。`,
    `This root is the hash of ledger row ${seq}${named === '' ? '' : `; lists that name it: ${named}`}.`,
    ...(broken === null
      ? [
          `从第 1 条到第 ${seq} 条重算过，一条没改、没删、没插。`,
          `Rows 1 to ${seq} were recomputed: none was changed, removed or inserted.`,
        ]
      : [
          `可是从第 ${broken} 条起重算对不上：有人改过、删过或插过。`,
          `But from row ${broken} on the chain does not fit: something was changed, removed or inserted.`,
        ]),
  ];
}

function listText(town: TownName, found: ListFound, saidRoot: string | undefined): readonly string[] {
  if (!found.found) {
    const { replaced } = found;
    return replaced
      ? [
          `这是 ${nameOf(replaced)} 恢复备份以前公布的名单。恢复以后重新做的和它不一样，现在的指纹是 ${replaced.hash}。`,
          '请按墙上的和网上的逐条比一比，不一样的地方按异议处理。',
          `This list of ${nameOf(replaced)} hung there before a restore. The one made again is another; its fingerprint is ${replaced.hash}. Compare both, and treat what differs as objections.`,
        ]
      : [
          `${town.name}（${town.code}）没有这份名单。先核对一遍有没有抄错。`,
          'There is no such list. Check first that it was copied right.',
          ...restoreText(found.restores),
        ];
  }
  const { list, whole, root } = found;
  const said = root.found && root.root === saidRoot;
  return [
    `这是 ${nameOf(list)} 的${'year' in list ? '年度排名' : '公示'}名单，${whole ? '存的名单和指纹一致' : '可是存的名单被改过，和指纹对不上'}。`,
    `This is the ${'year' in list ? 'yearly ranking' : 'list'} of ${nameOf(list)}; ${whole ? 'the stored list has this fingerprint' : 'but the stored list was changed and has another'}.`,
    ...(said ? ['它写的根就是上面那个。', 'The root that it names is the one above.'] : rootText(town, root)),
  ];
}

/** A village's month, or the year of a village or of the whole town. */
function nameOf(list: NamedList | NamedRanking): string {
  return 'year' in list ? `${list.village ?? '全镇 (town)'} ${list.year}` : `${list.village} ${list.month}`;
}

function restoreText(restores: Extract<RootFound, { found: false }>['restores']): readonly string[] {
  return restores.flatMap(({ at, seq }) => [
    `${dayOf(at.getTime())} 恢复过备份，流水从第 ${seq + 1} 条起是恢复以后的。在那以前印的、比第 ${seq} 条晚的根，现在查不到是正常的；请改用 --publication 查名单指纹。`,
    `A backup was restored on ${dayOf(at.getTime())}; rows from ${seq + 1} on are of afterwards. A root printed before that of a later row is gone: look the list up by --publication.`,
  ]);
}
