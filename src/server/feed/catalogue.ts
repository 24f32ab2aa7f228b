/** The catalogue for one device: rules, goods, policies, months and people of its scope. */
import type { Kysely } from 'kysely';
import { pricesAt } from '../../domain/price.ts';
import type { Catalogue } from '../../protocol/catalogue.ts';
import { usersOfDevice } from '../auth/deviceUsers.ts';
import type { Database } from '../db/schema.ts';
import { loadGoods, loadPriceVersions } from '../ingest/goodsRows.ts';
import { loadSetting, policyOf } from '../ingest/setting.ts';
import { noticesForDevice } from './notices.ts';
import { scopeOf } from './scope.ts';

/** Everything that judges and shows deeds besides the files, for this device. */
export async function buildCatalogue(
  db: Kysely<Database>,
  device: { readonly town: string; readonly id: string },
): Promise<Catalogue> {
  const { town } = device;
  const scope = await scopeOf(db, town, device.id);
  const [place, villages, grids, setting, goods, people, users, carriers, versions, notices] = await Promise.all([
    db
      .selectFrom('towns')
      .select(['town', 'name', 'zone_offset_minutes', 'card_public', 'catalogue_version'])
      .where('town', '=', town)
      .executeTakeFirstOrThrow(),
    db.selectFrom('villages').select(['code', 'name']).where('town', '=', town).orderBy('code').execute(),
    db
      .selectFrom('grids')
      .select(['code', 'village', 'name', 'natural_villages'])
      .where('town', '=', town)
      .orderBy('code')
      .execute(),
    loadSetting(db, town),
    loadGoods(db, town),
    db.selectFrom('users').select(['id', 'name', 'village']).where('town', '=', town).orderBy('id').execute(),
    usersOfDevice(db, town, device.id),
    carriersFor(db, town, device.id),
    loadPriceVersions(db, town),
    noticesForDevice(db, town, scope, Date.now()),
  ]);
  const seen = (village: string | null) => scope.village === null || village === null || village === scope.village;
  const { now, past, coming } = pricesAt(versions, Date.now());
  const inSight = villages.filter((v) => seen(v.code));
  return {
    version: place.catalogue_version,
    town: {
      code: place.town,
      name: place.name,
      zoneOffsetMinutes: place.zone_offset_minutes,
      cardKey: place.card_public,
    },
    villages: inSight,
    grids: grids
      .filter((g) => seen(g.village))
      .map(({ natural_villages, ...g }) => ({ ...g, naturalVillages: natural_villages })),
    rules: setting.ruleVersions.filter((v) => seen(v.village)),
    goods: goods.map((one) => ({ ...one, price: now.get(one.sku) ?? one.price })),
    ...(past.length > 0 ? { pastPrices: past } : {}),
    ...(coming.length > 0 ? { comingPrices: coming } : {}),
    ...(notices.length > 0 ? { notices } : {}),
    policies: Object.fromEntries(inSight.map((v) => [v.code, policyOf(setting, v.code)])),
    months: Object.fromEntries(inSight.map((v) => [v.code, [...(setting.months.get(v.code) ?? [])].sort()])),
    people: Object.fromEntries(people.filter((p) => seen(p.village)).map((p) => [p.id, p.name])),
    ...(carriers.length > 0 ? { carriers: carriers.filter((one) => seen(one.village)) } : {}),
    users,
  };
}

/** Tablets in use, for a device that books stock; a tablet itself needs none of them. */
async function carriersFor(db: Kysely<Database>, town: string, device: string) {
  const own = await db
    .selectFrom('devices')
    .select('kind')
    .where('town', '=', town)
    .where('id', '=', device)
    .executeTakeFirstOrThrow();
  if (own.kind === 'tablet') return [];
  return db
    .selectFrom('devices')
    .select(['id', 'name', 'village'])
    .where('town', '=', town)
    .where('kind', '=', 'tablet')
    .where('status', '=', 'active')
    .orderBy('name')
    .orderBy('id')
    .execute();
}
