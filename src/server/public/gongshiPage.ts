/** The public page of a list: small, without sign-in, and readable in whatever browser a phone has. */
import { addDays } from '../../domain/calendar.ts';
import type { PublicationRow } from '../../domain/publicity.ts';
import { PUBLIC_OBJECTION_MAX } from '../../protocol/publicity.ts';
import type { PublicList } from './gongshiData.ts';
import { GONGSHI_WORDS, type GongshiWords } from './gongshiWords.ts';
import { type Html, html } from './html.ts';

/** Rows of one page. */
const PAGE_ROWS = 300;

export interface Shown {
  readonly lang: 'zh' | 'en';
  /** Only when the address has to name it. */
  readonly town: string | undefined;
  /** Addresses of style and script, with their versions. */
  readonly css: string;
  readonly js: string;
}

/** A true minus. */
const signed = (points: number) => (points < 0 ? `−${-points}` : String(points));
/** Short groups, as they are printed. */
export const inGroups = (hash: string) => hash.replace(/(.{4})(?=.)/g, '$1 ');

function address(list: PublicList, shown: Shown, rest = '', lang = shown.lang): string {
  const { village, month } = list.document;
  const query = [
    ...(shown.town === undefined ? [] : [`town=${encodeURIComponent(shown.town)}`]),
    ...(lang === 'en' ? ['lang=en'] : []),
  ];
  return `/gongshi/${encodeURIComponent(village.code)}/${month}${rest}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function page(title: string, shown: Shown, body: Html): Html {
  return html`<!doctype html>
<html lang="${GONGSHI_WORDS[shown.lang].lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="${shown.css}">
<script src="${shown.js}" defer></script>
</head>
<body>
${body}
</body>
</html>`;
}

function head(list: PublicList, shown: Shown, words: GongshiWords, rest: string): Html {
  const { document } = list;
  return html`<p class="top"><span>${document.town.name}</span> <a href="${address(list, shown, rest, shown.lang === 'zh' ? 'en' : 'zh')}">${words.other}</a></p>
<h1>${words.title(document.village.name, words.month(document.month))}</h1>
<p class="state ${list.state}">${words.state[list.state](words.day(document.until))}</p>
${list.holdsBack ? html`<p>${words.redeemable[list.state](words.day(addDays(document.until, 1)))}</p>` : null}`;
}

/** The list; `q` is what somebody looks for, `number` the page of it. */
export function listPage(list: PublicList, shown: Shown, q: string, number: number): string {
  const { document } = list;
  const words = GONGSHI_WORDS[shown.lang];
  const sum = document.rows.reduce((all, { total }) => all + total, 0);
  const lines = document.rows.reduce((all, { entries }) => all + entries.length, 0);
  const found = document.rows.flatMap((row, i) => (fits(row, q) ? [{ row, i }] : []));
  const from = Math.min(Math.max(0, number - 1) * PAGE_ROWS, Math.max(0, found.length - 1));
  const some = found.slice(from, from + PAGE_ROWS);
  const title = words.title(document.village.name, words.month(document.month));
  return page(
    title,
    shown,
    html`${head(list, shown, words, '')}
<p>${words.sums(document.rows.length, lines, sum)}</p>
${document.pending > 0 ? html`<p>${words.pending(document.pending)}</p>` : null}
${document.quiet > 0 ? html`<p>${words.quiet(document.quiet)}</p>` : null}
<form class="find" method="post" action="${address(list, shown)}" role="search">
<label>${words.search} <small>${words.searchHint}</small><input name="q" value="${q}" maxlength="20" autocomplete="off"></label>
<button>${words.searchGo}</button>
</form>
${q === '' ? null : html`<p role="status">${words.found(found.length)} · <a class="act" href="${address(list, shown)}">${words.all}</a></p>`}
${
  some.length > 0
    ? html`<ol class="rows">${some.map(({ row, i }) => rowLine(list, shown, words, row, i))}</ol>`
    : html`<p>${q === '' ? words.empty : words.none}</p>`
}
${found.length > PAGE_ROWS && q === '' ? pages(list, shown, words, from, found.length) : null}
${objecting(list, shown, words)}
${proof(list, shown, words)}`,
  ).text;
}

function fits({ name, rank }: PublicationRow, q: string): boolean {
  if (q === '') return true;
  return /^\d+$/.test(q) ? rank === Number(q) : name.includes(q);
}

function rowLine(list: PublicList, shown: Shown, words: GongshiWords, row: PublicationRow, i: number): Html {
  const parts = list.document.categories.flatMap((name, at) => {
    const points = row.points[at] ?? 0;
    return points === 0 ? [] : [`${name} ${signed(points)}`];
  });
  return html`<li><a href="${address(list, shown, `/${i + 1}`)}"><span>${words.rank(row.rank)}</span><span>${row.name} <small>${[row.place, ...parts].filter((part) => part !== '').join(' · ')}</small></span><span class="total">${words.points(row.total).replace('-', '−')}</span></a></li>`;
}

function pages(list: PublicList, shown: Shown, words: GongshiWords, from: number, all: number): Html {
  const at = Math.floor(from / PAGE_ROWS) + 1;
  const link = (number: number, text: string) => {
    const to = address(list, shown);
    return html`<a class="act" href="${`${to}${to.includes('?') ? '&' : '?'}p=${number}`}">${text}</a>`;
  };
  return html`<nav class="pages"><span>${words.pages(from + 1, Math.min(all, from + PAGE_ROWS), all)}</span>
${at > 1 ? link(at - 1, words.earlier) : null} ${from + PAGE_ROWS < all ? link(at + 1, words.later) : null}</nav>`;
}

function objecting(list: PublicList, shown: Shown, words: GongshiWords): Html {
  const { document, objections } = list;
  const until = words.day(document.until);
  return html`<h2>${words.objectTitle}</h2>
${objections.all > 0 ? html`<p>${words.objectCounts(objections.all, objections.all - objections.open)}</p>` : null}
${
  list.open
    ? html`<p>${words.objectUntil(until, document.objectionDays)}</p>
${document.holidays ? null : html`<p>${words.unknownHolidays}</p>`}
<noscript><p>${words.needScript}</p></noscript>
<p id="said" role="status" tabindex="-1" hidden></p>
<form id="object" hidden data-village="${document.village.code}" data-month="${document.month}" data-town="${shown.town ?? ''}" data-sending="${words.sending}" data-sent="${words.sent}" data-sent-hint="${words.sentHint}" data-failed="${words.failed}" data-often="${words.tooOften}" data-over="${words.over}">
<label>${words.name}<input name="name" required maxlength="20" autocomplete="name"></label>
<label>${words.phone}<input name="phone" type="tel" inputmode="tel" pattern="[0-9 +\\-]{5,20}" maxlength="20" autocomplete="tel"></label>
<label>${words.text} <small>${words.textHint}</small><textarea name="text" required maxlength="${PUBLIC_OBJECTION_MAX}"></textarea></label>
<button>${words.send}</button>
</form>`
    : html`<p>${words.objectOver}</p>`
}`;
}

function proof(list: PublicList, shown: Shown, words: GongshiWords): Html {
  return html`<h2>${words.proofTitle}</h2>
<p>${words.proof}</p>
<p><b>${words.hash}</b><br><span class="print">${inGroups(list.hash)}</span></p>
<p><b>${words.root(list.seq)}</b><br><span class="print">${inGroups(list.root)}</span></p>
${list.was === null ? null : html`<p>${words.was}<span class="print">${inGroups(list.was)}</span></p>`}
<p><a class="act" href="${address(list, shown, '/list.json')}" download>${words.raw}</a></p>
${
  list.months.length > 0
    ? html`<h2>${words.others}</h2><p class="pages">${list.months.map((month) => html`<a class="act" href="${address(list, shown).replace(list.document.month, month)}">${words.month(month)}</a>`)}</p>`
    : null
}`;
}

/** One row in detail; `number` counts from 1. Undefined when the list has no such row. */
export function rowPage(list: PublicList, shown: Shown, number: number): string | undefined {
  const row = list.document.rows[number - 1];
  if (!row) return undefined;
  const words = GONGSHI_WORDS[shown.lang];
  return page(
    `${row.name} ${words.month(list.document.month)}`,
    shown,
    html`${head(list, shown, words, `/${number}`)}
<p><a class="act" href="${address(list, shown)}">← ${words.back}</a></p>
<h2>${words.rank(row.rank)} ${row.name} <small>${row.place}</small></h2>
<table>
<thead><tr><th scope="col">${words.date}</th><th scope="col">${words.item}</th><th scope="col">${words.score}</th></tr></thead>
<tbody>${row.entries.map(
      (entry) =>
        html`<tr><td>${words.shortDay(entry.date)}</td><td>${entry.title} ${entry.reversal ? html`<span class="mark">${words.reversal}</span>` : entry.late ? html`<span class="mark">${words.late}</span>` : null}</td><td>${signed(entry.points)}</td></tr>`,
    )}</tbody>
<tfoot><tr><th scope="row" colspan="2">${words.total}</th><td><b>${signed(row.total)}</b></td></tr></tfoot>
</table>`,
  ).text;
}

/** In place of a list that is not there. */
export function missingPage(shown: Shown): string {
  const words = GONGSHI_WORDS[shown.lang];
  return page(words.notFound, shown, html`<h1>${words.notFound}</h1><p>${words.notFoundHint}</p>`).text;
}
