/** Notices: who may post, change and withdraw them, and what stands of each. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Op, OpOf } from '../../domain/op.ts';
import type { Actor } from '../../domain/role.ts';
import { APPLIED, refused, type Verdict } from '../../domain/verdict.ts';
import type { NoticeTable } from '../db/schema/notices.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import type { Judging } from './judging.ts';
import { catalogueChanged } from './townOps.ts';

export interface NoticeState extends Omit<Selectable<NoticeTable>, 'town'> {
  changed: boolean;
}

type NoticeOp = OpOf<'notice.publish'> | OpOf<'notice.withdraw'>;

/** Whether an op is about a notice. */
export function isNoticeOp(op: Op): op is NoticeOp {
  return op.kind === 'notice.publish' || op.kind === 'notice.withdraw';
}

/** A village's office speaks for its village, the town for every place. */
function mayWriteTo(actor: Pick<Actor, 'village'>, villages: readonly string[]): boolean {
  return actor.village === null || (villages.length === 1 && villages[0] === actor.village);
}

/** Verdict on an op about a notice; `ref` names the op, `at` is its corrected instant, ms. */
export function judgeNotice(j: Judging, op: NoticeOp, actor: Actor, ref: string, at: number): Verdict {
  const { notice: named } = op.body;
  const known = named === undefined ? undefined : j.batch.notices.get(named);
  if (named !== undefined && (!known || !mayWriteTo(actor, known.villages)))
    return refused('unknown_notice', { notice: named });
  // SY-14: what had been applied is so again, in whatever order it comes.
  const settled = j.former?.was(op.seq)?.outcome === 'applied';
  if (known?.withdrawn_by && !settled) return refused('notice_withdrawn', { notice: known.id, by: known.withdrawn_by });
  return op.kind === 'notice.publish' ? post(j, op, actor, known, ref, at) : withdraw(j, op, known, at);
}

function withdraw(j: Judging, op: OpOf<'notice.withdraw'>, known: NoticeState | undefined, at: number): Verdict {
  // Of two that withdraw it the first is named.
  if (!known || (known.withdrawn_at !== null && known.withdrawn_at <= at)) return APPLIED;
  known.withdrawn_by = op.by;
  known.withdrawn_at = at;
  known.withdrawn_reason = op.body.reason;
  known.changed = true;
  return said(j, known);
}

function post(
  j: Judging,
  op: OpOf<'notice.publish'>,
  actor: Actor,
  known: NoticeState | undefined,
  ref: string,
  at: number,
): Verdict {
  const { notice: _, photos = [], villages, grids = [], from, until, ...words } = op.body;
  if (!mayWriteTo(actor, villages)) return refused('not_allowed', { kind: op.kind });
  const unknown = villages.find((village) => !j.setting.villages.has(village));
  if (unknown !== undefined) return refused('malformed', { field: 'villages', reason: `unknown village ${unknown}` });
  // The later text stands, whichever comes first.
  if (known && (known.at > at || (known.at === at && known.ref > ref))) return APPLIED;
  const postedAt = known?.posted_at ?? at;
  const state: NoticeState = {
    ...words,
    id: known?.id ?? ref,
    photos: [...photos],
    villages: [...villages],
    grids: [...grids],
    from_ms: from ?? postedAt,
    until_ms: until ?? null,
    posted_by: known?.posted_by ?? op.by,
    posted_at: postedAt,
    ref,
    by_user: op.by,
    at,
    withdrawn_by: known?.withdrawn_by ?? null,
    withdrawn_at: known?.withdrawn_at ?? null,
    withdrawn_reason: known?.withdrawn_reason ?? null,
    changed: true,
  };
  j.batch.notices.set(state.id, state);
  return said(j, state);
}

function said(j: Judging, { villages }: NoticeState): Verdict {
  return catalogueChanged(j, villages.length === 1 ? (villages[0] ?? null) : null, 'notices');
}

/** Loads the notices that ops speak of. */
export async function loadNotices(db: Kysely<Database>, batch: Batch, ids: ReadonlySet<string>): Promise<void> {
  if (ids.size === 0) return;
  const rows = await db
    .selectFrom('notices')
    .selectAll()
    .where('town', '=', batch.town.town)
    .where(sql<boolean>`id = any(${[...ids]}::text[])`)
    .execute();
  for (const { town: _, ...row } of rows) batch.notices.set(row.id, { ...row, changed: false });
}

/** Writes what the batch posted, changed or withdrew. */
export async function writeNotices(db: Kysely<Database>, batch: Batch): Promise<void> {
  const rows = [...batch.notices.values()].flatMap(({ changed, ...row }) => (changed ? [row] : []));
  if (rows.length === 0) return;
  await sql`insert into notices (town, id, kind, title, text, photos, villages, grids, from_ms, until_ms, posted_by, posted_at, ref,
      by_user, at, withdrawn_by, withdrawn_at, withdrawn_reason)
    select ${batch.town.town}, x.* from json_to_recordset(${JSON.stringify(rows)}::json) as x(id text, kind text, title text, text text,
      photos text[], villages text[], grids text[], from_ms bigint, until_ms bigint, posted_by text, posted_at bigint, ref text,
      by_user text, at bigint, withdrawn_by text, withdrawn_at bigint, withdrawn_reason text)
    on conflict (town, id) do update set kind = excluded.kind, title = excluded.title, text = excluded.text,
      photos = excluded.photos, villages = excluded.villages, grids = excluded.grids, from_ms = excluded.from_ms,
      until_ms = excluded.until_ms, ref = excluded.ref, by_user = excluded.by_user, at = excluded.at,
      withdrawn_by = excluded.withdrawn_by, withdrawn_at = excluded.withdrawn_at,
      withdrawn_reason = excluded.withdrawn_reason`.execute(db);
}
