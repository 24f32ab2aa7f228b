/** Who did what: every act and every applied op names a person, a device and a place that are there. */
import { type Kysely, sql } from 'kysely';
import { makeRef } from '../../domain/ref.ts';
import type { Database } from '../db/schema.ts';
import type { Difference, Verified } from './verifyTown.ts';

/** Acts whose subject is a person, and those whose subject is a device. */
const ON_PEOPLE = ['user.created', 'user.changed', 'password.reset', 'password.changed', 'pin.reset'];
const ON_DEVICES = ['device.revoked'];
/** What a device does by itself, whoever is signed in. */
const BY_ITSELF = ['allowance.return', 'op.adopt'];

/** The first op or act that points to nothing. */
export async function differenceInAudit(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
): Promise<Difference | undefined> {
  return (await differenceInOps(trx, town)) ?? (await differenceInActs(trx, town, checked));
}

/** Ops are their own trail: who, where, and on what. A decision is on a Case, whose op may have named a household that nobody knows. */
async function differenceInOps(trx: Kysely<Database>, town: string): Promise<Difference | undefined> {
  const { rows } = await sql<{ device: string; seq: number; person: boolean; place: boolean }>`
    select o.device, o.seq, u.id is not null as person, o.village is null or v.code is not null as place
    from ops o left join users u on u.town = o.town and u.id = o.by_user
      left join villages v on v.town = o.town and v.code = o.village
      left join households h on h.town = o.town and h.code = o.household
    where o.town = ${town} and o.outcome = 'applied' and o.kind <> all(${BY_ITSELF}::text[])
      and (u.id is null or o.village is not null and v.code is null
        or o.kind <> 'case.decide' and o.household is not null and h.code is null)
    order by o.device, o.seq limit 1`.execute(trx);
  const [row] = rows;
  if (!row) return undefined;
  const place = `ops ${row.device} ${row.seq}`;
  const ref = makeRef(row.device, row.seq);
  if (!row.person) return differs(place, `记录 ${ref} 的经办人不存在`, `Op ${ref} is by a person who is not there`);
  if (!row.place) return differs(place, `记录 ${ref} 所在的村不存在`, `Op ${ref} is of a village that is not there`);
  return differs(place, `记录 ${ref} 所说的户不存在`, `Op ${ref} is about a household that is not there`);
}

async function differenceInActs(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
): Promise<Difference | undefined> {
  const { rows } = await sql<{ id: string; person: boolean; place: boolean; subject: boolean }>`
    select a.id, a.by_user is null or u.id is not null as person, a.village is null or v.code is not null as place,
      case when a.subject is null then true when a.kind = any(${ON_PEOPLE}::text[]) then s.id is not null
        when a.kind = any(${ON_DEVICES}::text[]) then d.id is not null else true end as subject
    from audit_acts a left join users u on u.town = a.town and u.id = a.by_user
      left join villages v on v.town = a.town and v.code = a.village
      left join users s on s.town = a.town and s.id = a.subject
      left join devices d on d.town = a.town and d.id = a.subject
    where a.town = ${town} order by a.at, a.id`.execute(trx);
  for (const { id, person, place, subject } of rows) {
    const at = `audit_acts ${id}`;
    if (!person) return differs(at, `操作 ${id} 的经办人不存在`, `The act ${id} is by a person who is not there`);
    if (!place) return differs(at, `操作 ${id} 所在的村不存在`, `The act ${id} is of a village that is not there`);
    if (!subject)
      return differs(at, `操作 ${id} 所指的人或设备不存在`, `The act ${id} is about somebody or something not there`);
    checked.acts++;
  }
  return undefined;
}

function differs(place: string, zh: string, en: string): Difference {
  return { place, zh: `${zh}。`, en: `${en}.` };
}
