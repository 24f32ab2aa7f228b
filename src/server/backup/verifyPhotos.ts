/** Photos: what entries announce, what has arrived, and, with the data folder at hand, every file to its last byte. */
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { parseRef } from '../../domain/ref.ts';
import type { Database } from '../db/schema.ts';
import type { PhotoFiles } from '../photos/photoFiles.ts';
import type { Difference, Verified } from './verifyTown.ts';

/** The first photo whose rows or file are not what they should be. `files` absent: rows alone are compared. */
export async function differenceInPhotos(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  files: PhotoFiles | undefined,
): Promise<Difference | undefined> {
  return (
    (await differenceInAnnounced(trx, town)) ??
    (await differenceInArrived(trx, town)) ??
    (await differenceInFiles(trx, town, checked, files))
  );
}

/** Every photo that an entry names is announced, and nothing is announced that no entry names. */
async function differenceInAnnounced(trx: Kysely<Database>, town: string): Promise<Difference | undefined> {
  const { rows } = await sql<{ photo: string; entry: string; named: boolean }>`
    select coalesce(n.photo, a.photo) as photo, coalesce(n.entry, a.entry) as entry, n.photo is not null as named
    from (select e.id as entry, p.photo from entries e cross join unnest(e.photos) as p(photo)
        where e.town = ${town} and e.photos is not null) n
      full join (select entry, photo from entry_photos where town = ${town}) a on a.entry = n.entry and a.photo = n.photo
    where n.photo is null or a.photo is null order by 1, 2 limit 1`.execute(trx);
  const [row] = rows;
  if (!row) return undefined;
  return row.named
    ? differs(
        'entry_photos',
        row.photo,
        `记分 ${row.entry} 有它，可是没有登记`,
        `is of entry ${row.entry} and not noted`,
      )
    : differs(
        'entry_photos',
        row.photo,
        `登记在 ${row.entry} 上，记分没有它`,
        `is noted for ${row.entry}, which has it not`,
      );
}

/** What has arrived was announced by an op that is here; the database itself sees to its household. */
async function differenceInArrived(trx: Kysely<Database>, town: string): Promise<Difference | undefined> {
  const rows = await trx.selectFrom('photos').select(['id', 'op']).where('town', '=', town).orderBy('id').execute();
  const refs = rows.map(({ id, op }) => ({ id, ...(parseRef(op) ?? { device: '', seq: 0 }) }));
  const { rows: alone } = await sql<{ id: string }>`
    select k.id from unnest(${refs.map((r) => r.id)}::text[], ${refs.map((r) => r.device)}::text[], ${refs.map((r) => r.seq)}::bigint[])
      as k(id, device, seq)
    where not exists (select from ops o where o.town = ${town} and o.device = k.device and o.seq = k.seq)
    order by k.id limit 1`.execute(trx);
  return alone[0] && differs('photos', alone[0].id, '找不到带它来的那条记录', 'came with an op that is not there');
}

async function differenceInFiles(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  files: PhotoFiles | undefined,
): Promise<Difference | undefined> {
  const { rows } = await sql<{ id: string; bytes: number }>`
    select id, bytes from photos where town = ${town} union select id, bytes from goods_photos where town = ${town} order by id`.execute(
    trx,
  );
  for (const { id, bytes } of rows) {
    if (files !== undefined) {
      const content = await files.read(town, id);
      if (content === undefined) return differs('photos', id, '文件不见了', 'has no file');
      if (createHash('sha256').update(content).digest('hex') !== id)
        return differs('photos', id, '文件坏了或被换过', 'has a file that is damaged or another one');
      if (content.length !== bytes) return differs('photos', id, '大小对不上', 'has another size than its row says');
    }
    checked.photos++;
  }
  return undefined;
}

function differs(table: string, id: string, zh: string, en: string): Difference {
  return { place: `${table} ${id}`, zh: `照片 ${id.slice(0, 8)}：${zh}。`, en: `The photo ${id.slice(0, 8)} ${en}.` };
}
