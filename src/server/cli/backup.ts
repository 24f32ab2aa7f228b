/** What `town backup`, `restore` and `verify` do and say. */
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { writeBackupFile } from '../backup/backupFile.ts';
import { bringBackPhotos, savePhotos } from '../backup/backupPhotos.ts';
import { restoreTown } from '../backup/restoreTown.ts';
import { type Verified, verifyTown } from '../backup/verifyTown.ts';
import { gatherStatistics } from '../db/gatherStatistics.ts';
import { PhotoFiles } from '../photos/photoFiles.ts';
import { CliError } from './cliError.ts';
import type { Cli, TownName } from './database.ts';

/** Writes a town's backup and copies its photos beside it. The exit code is 1 when something is missing. */
export async function backupCommand({ db, config, print }: Cli, town: TownName, file: string): Promise<void> {
  const made = await writeBackupFile(db, town.code, file).catch((error: NodeJS.ErrnoException) => {
    throw error.code === undefined || error.syscall === undefined ? error : cannotWrite(file, error.code);
  });
  const photos = await savePhotos(config.dataDir, file, town.code, made.photos);
  const rows = Object.values(made.rows).reduce((sum, n) => sum + n, 0);
  print(
    `已备份 ${town.name}（${town.code}）到 ${file}：${rows} 行，${made.bytes} 字节，流水到第 ${made.head.feedSeq} 条。`,
  );
  print(`Backed up to ${file}: ${rows} rows, ${made.bytes} bytes, up to ledger row ${made.head.feedSeq}.`);
  print(`照片 · photos: 新 new ${photos.copied}，原有 known ${photos.known}，缺 missing ${photos.missing.length}`);
  if (!made.confirmed) {
    print('备份期间这个镇被恢复过，这份备份不算数，请再备份一次。');
    print('The town was restored meanwhile; this backup does not count. Back up again.');
  }
  if (!made.confirmed || photos.missing.length > 0) process.exitCode = 1;
}

/** Brings a town back from a backup, with its photos. */
export async function restoreCommand(
  { db, config, print }: Cli,
  file: string,
  options: { readonly replace: boolean; readonly town: string | undefined },
): Promise<void> {
  await access(file).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`打不开 ${file}（${error.code}）。`, `${file} cannot be read (${error.code}).`);
  });
  const { head, replacedSeq, photos } = await restoreTown(db, createReadStream(file), options);
  await gatherStatistics(db);
  const brought = await bringBackPhotos(config.dataDir, file, head.town, photos);
  print(
    `已恢复 ${head.name}（${head.town}）：流水到第 ${head.feedSeq} 条，备份时间 ${new Date(head.at).toISOString()}。`,
  );
  print(`Restored up to ledger row ${head.feedSeq}, as backed up then.`);
  if (replacedSeq !== undefined && replacedSeq > head.feedSeq) {
    print(`比原来少 ${replacedSeq - head.feedSeq} 条，各台设备联网后会自己补传。`);
    print(`${replacedSeq - head.feedSeq} rows fewer than before; the devices push them again when they connect.`);
  }
  print(`照片 · photos: 新 new ${brought.copied}，原有 known ${brought.known}，缺 missing ${brought.missing.length}`);
  print('平板和柜台报到以前，暂不发新额度、不做联网兑换；办公室可以在“设备”里替没来的定。');
  print('Until tablets and counters have reported, no new rights are given and nothing is redeemed online.');
}

/** Says what was verified; the exit code is 1 when something differs. */
export async function verifyCommand({ db, config, print }: Cli, town: TownName, json: boolean): Promise<void> {
  const verified = await verifyTown(db, town.code, new PhotoFiles(config.dataDir));
  if (json) print(JSON.stringify(verified, null, 2));
  else for (const line of verifiedText(town, verified)) print(line);
  if (!verified.ok) process.exitCode = 1;
}

function verifiedText(town: TownName, { checked, difference }: Verified): readonly string[] {
  const { ledger, ops, devices, households, cases, stock, publications, sessions, photos, acts } = checked;
  const counts = `流水 ledger ${ledger}，记录 ops ${ops}，设备 devices ${devices}，户 households ${households}，待处理 Cases ${cases}，库存 stock ${stock}，公示 lists ${publications}，评议会 sessions ${sessions}，照片 photos ${photos}，操作 acts ${acts}`;
  if (!difference) return [`${town.name}（${town.code}）核对无误：${counts}`, 'Everything is what the ledger says.'];
  return [
    `${town.name}（${town.code}）对不上，第一处：${difference.zh}`,
    `First difference: ${difference.en}`,
    `到此已核对 · checked so far: ${counts}`,
  ];
}

function cannotWrite(file: string, code: string): CliError {
  return new CliError(
    `备份写不进 ${file}（${code}），没有备份成。`,
    `The backup cannot be written to ${file} (${code}); nothing was backed up.`,
  );
}
