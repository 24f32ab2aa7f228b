/** Reserved and limited goods on the screens of a tablet and of the counter, on the real server, in Chinese. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FileView } from '../../src/client/engine/tablet.ts';
import { BasketColumn } from '../../src/client/features/counter/BasketColumn.tsx';
import {
  handOver,
  openHousehold,
  putIn,
  startAnew,
  useCounter,
} from '../../src/client/features/counter/counterStore.ts';
import { ReservedHere } from '../../src/client/features/counter/ReservedHere.tsx';
import { orderOf } from '../../src/client/features/counter/useOrder.ts';
import { useTakeCode } from '../../src/client/features/counter/useTakeCode.ts';
import { DeliveriesCard } from '../../src/client/features/home/DeliveriesCard.tsx';
import { PointsCard } from '../../src/client/features/household/PointsCard.tsx';
import { GoodsGrid } from '../../src/client/features/redeem/GoodsGrid.tsx';
import { limitsLeft } from '../../src/client/features/redeem/limitsLeft.ts';
import DeliveriesScreen from '../../src/client/features/reserve/DeliveriesScreen.tsx';
import { ReservationsCard } from '../../src/client/features/reserve/ReservationsCard.tsx';
import { dayOf, SHANGHAI_OFFSET_MINUTES } from '../../src/domain/calendar.ts';
import type { HandOver } from '../../src/domain/household.ts';
import { must } from '../../src/domain/must.ts';
import type { Goods } from '../../src/domain/op.ts';
import { speakChinese } from './support/chineseTexts.ts';
import { ScreenTablet } from './support/screenTablet.tsx';
import { asConsole, carried, emptyTown, makeTown } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';

const H = 'XW-0001';
const RICE: Goods = {
  sku: 'SP-1',
  barcode: '6900000010372',
  name: '大米',
  spec: '5kg',
  category: '粮油',
  price: 10,
  active: true,
  limit: { quantity: 3, period: 'quarter' },
};

let stage: Stage;
let counter: ScreenTablet;
let tablet: ScreenTablet;

beforeAll(async () => {
  await speakChinese();
  stage = await openStage();
});
afterAll(() => stage.close());

beforeEach(async () => {
  const { app, db } = stage;
  await emptyTown(db);
  await makeTown(db);
  await asConsole(db, [{ kind: 'goods.publish', body: { goods: [RICE] } }, carried(H, 100)]);
  counter = await ScreenTablet.open(app, db, 'clerk', 'counter');
  tablet = await ScreenTablet.open(app, db, 'w1');
  startAnew();
});

const viewOn = async (one: ScreenTablet): Promise<FileView> => must(await one.engine.openFile(H), 'the file is here');

async function reserve(one: ScreenTablet, quantity: number, handOver: HandOver): Promise<string> {
  const lines = [{ sku: RICE.sku, quantity, price: 10 }];
  const recorded = await one.engine.record('reservation.record', {
    household: H,
    lines,
    points: 10 * quantity,
    handOver,
  });
  if (!recorded.ok) throw new Error(JSON.stringify(recorded));
  await one.sync();
  return recorded.ref;
}

const probe: { take?: ReturnType<typeof useTakeCode> } = {};
function Probe() {
  probe.take = useTakeCode();
  return null;
}

const TODAY = dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES);

/** The basket as it stands on the counter. */
function Basket({ view }: { view: FileView }) {
  const catalogue = must(counter.engine.state.getState().catalogue, 'catalogue');
  const order = orderOf(view, catalogue, { ...useCounter.getState(), scanned: undefined, today: TODAY });
  return <BasketColumn family="户*家" goods={[RICE]} order={order} view={view} onNext={() => undefined} />;
}

describe('reserved goods', () => {
  test('[AL-8] stand in the household’s file with where and until when; the points card says what is kept', async () => {
    tablet.line.online = false;
    const lines = [{ sku: RICE.sku, quantity: 2, price: 10 }];
    await tablet.engine.record('reservation.record', { household: H, lines, points: 20, handOver: 'store' });
    expect(tablet.screen(<ReservationsCard view={await viewOn(tablet)} />)).toContain('已存本机 连上网以后才算留好');
    tablet.line.online = true;
    await tablet.sync();
    const shown = tablet.screen(<ReservationsCard view={await viewOn(tablet)} />);
    for (const words of ['大米 5kg ×2', '等取货', `到兑换店柜台（${counter.id}）取`, '最晚', '取消预留'])
      expect(shown).toContain(words);
    expect(shown).not.toContain('交货');
    expect(tablet.screen(<PointsCard view={await viewOn(tablet)} />)).toContain('其中 20 分留给预留的货');
  });

  test('[AL-8] at their counter one act fills the basket, and nothing of it can be changed', async () => {
    const ref = await reserve(tablet, 2, 'store');
    await counter.sync();
    const view = await viewOn(counter);
    expect(counter.screen(<ReservedHere view={view} family="户*家" />)).toContain('在本机交货');
    expect(counter.screen(<ReservedHere view={view} family="户*家" />)).toMatch(/交货 取消预留/);
    openHousehold(H);
    handOver(must(view.file.reservations?.[0], ref));
    const basket = counter.screen(<Basket view={view} />);
    for (const words of ['大米', '2 件', '合计 20 分', '给住户看一眼']) expect(basket).toContain(words);
    expect(basket).not.toContain('清空');
    counter.screen(<Probe />);
    expect(await must(probe.take, 'the hook has run')({ text: RICE.barcode, format: 'typed' })).toEqual({
      accepted: false,
      message: expect.stringContaining('正在交预留的货'),
    });
  });

  test('[AL-8] what a tablet brings is listed on that tablet, and elsewhere words say who brings it', async () => {
    expect(tablet.screen(<DeliveriesScreen />)).toContain('没有要送的货');
    await reserve(tablet, 1, 'door');
    await counter.sync();
    expect(tablet.screen(<DeliveriesCard />)).toMatch(/要送的货 1 份，最急的要在 .*送到/);
    expect(tablet.screen(<DeliveriesScreen />)).toContain('户主XW-0001家');
    expect(tablet.screen(<ReservationsCard view={await viewOn(tablet)} />)).toContain('在本机交货');
    const here = counter.screen(<ReservedHere view={await viewOn(counter)} family="户*家" />);
    expect(here).toContain(`网格员的平板（${tablet.id}）送上门`);
    expect(here).not.toContain('交货 取消');
  });

  test('[AL-3] a basket beyond what the counter holds can be reserved, as far as points are not reserved already', async () => {
    openHousehold(H);
    await asConsole(stage.db, [{ kind: 'goods.publish', body: { goods: [{ ...RICE, price: 35 }] } }]);
    await counter.sync();
    putIn(RICE.sku);
    putIn(RICE.sku);
    expect(counter.screen(<Basket view={await viewOn(counter)} />)).toContain('先预留');
    startAnew();
    expect(counter.screen(<Basket view={await viewOn(counter)} />)).not.toContain('先预留');
  });
});

describe('limited goods', () => {
  const tiles = (view: FileView) =>
    counter.screen(
      <GoodsGrid
        shown={[RICE]}
        none={false}
        cart={new Map()}
        limits={limitsLeft(view.file, [RICE], TODAY)}
        onCart={() => undefined}
        columns=""
      />,
    );

  test('[CF-26] the tile says what is still possible this period, and the basket what is too much', async () => {
    expect(tiles(await viewOn(counter))).toContain('本季还可兑 3 件');
    await reserve(counter, 2, 'store');
    const view = await viewOn(counter);
    expect(tiles(view)).toContain('本季还可兑 1 件');
    openHousehold(H);
    useCounter.setState({ cart: new Map([[RICE.sku, 2]]) });
    expect(counter.screen(<Basket view={view} />)).toContain('大米超过了限量：本季还可兑 1 件。请减下来。');
    await reserve(counter, 1, 'store');
    expect(tiles(await viewOn(counter))).toContain('本季已兑满');
  });
});
