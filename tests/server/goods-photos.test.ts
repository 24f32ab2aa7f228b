/** Pictures of goods: who may add them, who may see them, and what a backup does with them. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GOODS_PHOTO_BYTES_MAX, goodsPhotoPath } from '../../src/protocol/photo.ts';
import { device, emptyTown, makeTown, officeBrowser, PEOPLE } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import { injected } from './support/syncServer.ts';
import { jsonOf, type TestDevice } from './support/testDevice.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await emptyTown(stage.db);
  await makeTown(stage.db);
});
afterAll(() => stage.close());

const jpeg = (bytes: number) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(bytes - 4, 7)]);
const add = (browser: TestDevice, body: Buffer, type = 'image/jpeg') =>
  injected(stage.app)({
    method: 'POST',
    path: '/api/office/goods/photos',
    headers: { 'content-type': type, ...browser.headers },
    body,
  });
const get = (path: string, headers: Record<string, string>) => injected(stage.app)({ method: 'GET', path, headers });
const asDevice = (one: TestDevice) => ({ authorization: `Device ${one.identity.device}.${one.identity.token}` });

describe('pictures of goods', () => {
  test('the town adds one; its offices and devices see it, and may keep it', async () => {
    const town = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    const picture = jpeg(20_000);
    const answer = await add(town, picture);
    expect(answer.status, answer.body.toString()).toBe(200);
    const { id } = jsonOf<{ id: string }>(answer);
    expect(id).toBe(createHash('sha256').update(picture).digest('hex'));
    expect(jsonOf<{ id: string }>(await add(town, picture)).id).toBe(id);
    const village = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
    for (const seen of [
      await get(`/api/office/goods/photos/${id}`, village.headers),
      await get(goodsPhotoPath(id), asDevice(shop)),
    ]) {
      expect(seen.status).toBe(200);
      expect(seen.body.equals(picture)).toBe(true);
      expect(seen.headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
      expect(String(seen.headers['cache-control'])).toContain('immutable');
    }
    expect((await get(goodsPhotoPath(id), {})).status).toBe(401);
    expect((await get(goodsPhotoPath('0'.repeat(64)), asDevice(shop))).status).toBe(404);
    expect((await get(goodsPhotoPath('..%2f..%2fetc'), asDevice(shop))).status).toBe(400);
    // Another town on the same server has no such picture.
    await stage.db.deleteFrom('goods_photos').execute();
    expect((await get(goodsPhotoPath(id), asDevice(shop))).status).toBe(404);
  });

  test('what is no small JPEG, or comes from somebody else, is not taken', async () => {
    const town = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    expect((await add(town, Buffer.from('GIF89a'))).status).toBe(415);
    expect((await add(town, jpeg(100), 'image/png')).status).toBe(415);
    expect((await add(town, jpeg(GOODS_PHOTO_BYTES_MAX + 1))).status).toBe(413);
    expect((await add(town, jpeg(GOODS_PHOTO_BYTES_MAX))).status).toBe(200);
    const village = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    expect((await add(village, jpeg(100))).status).toBe(403);
    expect(await stage.db.selectFrom('goods_photos').select('bytes').execute()).toEqual([
      { bytes: GOODS_PHOTO_BYTES_MAX },
    ]);
  });
});
