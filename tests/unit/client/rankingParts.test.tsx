/** Parts of the yearly ranking: a preview never passes for the list, what speaks for waiting is said, certificates come of a frozen list alone. */
import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, expect, test } from 'vitest';
import { Certificates } from '../../../src/client/features/office/ranking/CertificatePaper.tsx';
import { FreezeWaiting } from '../../../src/client/features/office/ranking/FreezeWaiting.tsx';
import { RankingRows } from '../../../src/client/features/office/ranking/RankingRows.tsx';
import { RankingPages } from '../../../src/client/features/office/ranking/RankPaper.tsx';
import { rankingZh } from '../../../src/client/i18n/ranking.zh.ts';
import type { RankingDocument } from '../../../src/domain/yearList.ts';
import type { FrozenRanking, RankingResponse, RankingRow } from '../../../src/protocol/officeRanking.ts';

beforeAll(async () => {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    ns: ['ranking'],
    resources: { 'zh-CN': { ranking: rankingZh } },
    interpolation: { escapeValue: false },
  });
});

const frozen: FrozenRanking = {
  day: '2026-01-15',
  by: '文主任',
  hash: 'ab12'.repeat(16),
  seq: 77,
  root: 'cd34'.repeat(16),
  was: null,
};
const list: RankingDocument = {
  format: 1,
  town: { code: 'CC', name: '苍城镇' },
  village: { code: 'XW', name: '下湾村' },
  year: 2025,
  frozen: '2026-01-15',
  masked: true,
  tiers: [{ name: '五星', percent: 5, households: 1 }],
  cadresApart: false,
  rows: [{ rank: 1, tier: '五星', name: '谢*明', place: '塘边', points: 88 }],
  apart: [],
  excluded: 2,
  unranked: 30,
};
const row: RankingRow = {
  ...{ rank: 1, tier: '五星', household: 'XW-0001', head: '谢关明' },
  ...{ village: 'XW', naturalVillage: '塘边', points: 88 },
};
const data: RankingResponse = {
  ...{
    now: 0,
    today: '2026-02-01',
    town: '苍城镇',
    village: 'XW',
    year: 2025,
    frozen,
    masked: true,
    cadresApart: false,
  },
  ...{
    tiers: [{ name: '五星', households: 1 }],
    ranked: 1,
    apart: 0,
    excluded: 2,
    unranked: 30,
    found: 1,
    rows: [row],
    cursor: null,
  },
};
const villageName = (code: string) => (code === 'XW' ? '下湾村' : code);

test('[YR-1] the list on paper has its fingerprint and root when it is frozen, and says that it is a preview when it is not', () => {
  const paper = (proof: FrozenRanking | null) =>
    renderToStaticMarkup(<RankingPages kind="rank-a4" document={list} frozen={proof} />);
  expect(paper(frozen)).toContain('ab12 ab12');
  expect(paper(frozen)).toContain('cd34 cd34');
  expect(paper(frozen)).not.toContain('预览');
  expect(paper(null)).toContain('预览');
  expect(paper(null)).not.toContain('指纹');
  // Of who is not ranked the number alone hangs there.
  expect(paper(frozen)).toContain('30 户没有得分，2 户不参加排名');
});

test('a certificate has the whole name, the rank and stars, the day and the fingerprint of the frozen list', () => {
  const html = renderToStaticMarkup(
    <Certificates
      rows={[row, { ...row, household: 'XW-0002' }]}
      data={data}
      frozen={frozen}
      villageName={villageName}
    />,
  );
  expect(html.match(/class="certificate"/g)).toHaveLength(2);
  for (const words of [
    '谢关明家庭',
    '下湾村2025年度',
    '累计 88 分',
    '第 1 名',
    '五星家庭',
    '2026年1月15日',
    'ab12 ab12',
  ])
    expect(html).toContain(words);
});

test('before a year is frozen everything that speaks for waiting is said; nothing is said to be waiting when nothing is', () => {
  const words = (waiting: Parameters<typeof FreezeWaiting>[0]['waiting']) =>
    renderToStaticMarkup(<FreezeWaiting waiting={waiting} villageName={villageName} />);
  const all = words({
    over: false,
    unpublished: [{ village: 'XW', months: ['2025-11', '2025-12'] }],
    pending: 3,
    objections: 2,
  });
  for (const said of ['还没过完', '下湾村还没公示的月份：11月、12月', '3 条记分没审', '2 条异议'])
    expect(all).toContain(said);
  const ready = words({ over: true, unpublished: [], pending: 0, objections: 0 });
  expect(ready).toContain('都公示过');
  expect(ready).not.toContain('<li>');
});

test('[YR-2] rows offer what may be done: leave out before, a certificate after, take back among those left out', () => {
  const acts = { title: '名次', rows: [row], villageName, town: false };
  const act = () => undefined;
  const before = renderToStaticMarkup(<RankingRows {...acts} list="ranked" onExclude={act} onTakeBack={act} />);
  expect(before).toContain('不参加 谢关明');
  expect(before).not.toContain('打印奖状');
  const after = renderToStaticMarkup(<RankingRows {...acts} list="ranked" onCertificate={act} />);
  expect(after).toContain('打印奖状 谢关明');
  expect(after).not.toContain('不参加');
  const left = { ...row, rank: null, tier: null, reason: '长期外出' };
  const out = renderToStaticMarkup(
    <RankingRows {...acts} list="excluded" rows={[left]} onExclude={act} onTakeBack={act} onCertificate={act} />,
  );
  expect(out).toContain('长期外出');
  expect(out).toContain('恢复参加 谢关明');
  expect(out).not.toContain('打印奖状');
});
