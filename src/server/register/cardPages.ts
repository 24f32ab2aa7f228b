/** Cards as a page of their own that any browser prints: the same paper as the screen of the cards (`cardSheet.css`). */
import { readFile } from 'node:fs/promises';
import { maskName } from '../../domain/masking.ts';
import type { OfficeCards } from '../../protocol/officeCards.ts';
import { drawQrPath } from '../../protocol/qrPath.ts';

const CARDS_PER_PAGE = 10;
const PAGE = { width: 210, height: 297 } as const;
const CARD = { width: 85.6, height: 54 } as const;
const MARGIN = { left: (PAGE.width - 2 * CARD.width) / 2, top: (PAGE.height - 5 * CARD.height) / 2 } as const;
const MARK = 5;

const WORDS = {
  zh: {
    lang: 'zh-CN',
    name: '积分卡',
    number: (n: number) => `第 ${n} 张卡`,
    page: (i: number, of: number) => `第 ${i} 页 共 ${of} 页`,
  },
  en: {
    lang: 'en',
    name: 'Points card',
    number: (n: number) => `Card no. ${n}`,
    page: (i: number, of: number) => `Page ${i} of ${of}`,
  },
} as const;

export interface CardPaper {
  readonly town: string;
  readonly village: string;
  readonly masked: boolean;
  readonly language: keyof typeof WORDS;
}

type PrintedCard = OfficeCards['cards'][number];

/** One card, its QR drawn. */
export async function cardFace(card: PrintedCard, { town, village, masked, language }: CardPaper): Promise<string> {
  const words = WORDS[language];
  const { d, size } = await drawQrPath(card.payload);
  return `<article class="card-face"><svg role="img" aria-label="${plain(card.household)}" class="card-qr" viewBox="0 0 ${size} ${size}"><path d="${d}" shape-rendering="crispEdges"/></svg>
<div class="card-words"><p class="card-place">${plain(town)}<br>${plain(village)}</p><p class="card-name">${words.name}</p><p class="card-head">${plain(masked ? maskName(card.head) : card.head)}</p><p>${plain(card.doorPlate)}</p></div>
<p class="card-foot"><strong>${plain(card.household)}</strong><span>${words.number(card.n)}</span></p></article>`;
}

/** The whole document. It needs nothing from anywhere. */
export async function cardDocument(faces: readonly string[], paper: CardPaper, title: string): Promise<string> {
  const words = WORDS[paper.language];
  const css = await readFile(new URL('../../protocol/cardSheet.css', import.meta.url), 'utf8');
  const count = Math.ceil(faces.length / CARDS_PER_PAGE);
  const pages = Array.from({ length: count }, (_, i) => {
    const some = faces.slice(i * CARDS_PER_PAGE, (i + 1) * CARDS_PER_PAGE).join('\n');
    const foot = `${plain(paper.town)} ${plain(paper.village)} · ${words.page(i + 1, count)}`;
    return `<section class="card-page">${CUT_MARKS}<div class="card-grid">${some}</div><p class="card-page-number">${foot}</p></section>`;
  });
  return `<!doctype html><html lang="${words.lang}"><meta charset="utf-8"><title>${plain(title)}</title>
<style>body,p{margin:0}body{font-family:"PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC",system-ui,sans-serif}${css}</style>
<div class="card-sheet">${pages.join('\n')}</div></html>`;
}

/** Short lines outside the cards where the guillotine goes. */
const CUT_MARKS = (() => {
  const xs = [0, 1, 2].map((i) => MARGIN.left + i * CARD.width);
  const ys = [0, 1, 2, 3, 4, 5].map((i) => MARGIN.top + i * CARD.height);
  const path = [
    ...xs.flatMap((x) => [`M${x} ${MARGIN.top - MARK - 1}v${MARK}`, `M${x} ${PAGE.height - MARGIN.top + 1}v${MARK}`]),
    ...ys.flatMap((y) => [`M${MARGIN.left - MARK - 1} ${y}h${MARK}`, `M${PAGE.width - MARGIN.left + 1} ${y}h${MARK}`]),
  ].join('');
  return `<svg aria-hidden="true" class="card-cut-marks" viewBox="0 0 ${PAGE.width} ${PAGE.height}"><path d="${path}" stroke="#000" stroke-width="0.2" fill="none"/></svg>`;
})();

function plain(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
