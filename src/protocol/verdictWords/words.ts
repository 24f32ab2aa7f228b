/** Words that several verdicts say alike. */
import type { Said } from './said.ts';

/** Names of the goods that it is about. */
export const zhGoods = (said: Said) => said.list('goods').map(said.names.goods).join('、');
export const enGoods = (said: Said) => said.list('goods').map(said.names.goods).join(', ');
/** Points with their sign; the minus is a real one. */
export const sign = (points: number) => (points < 0 ? `\u2212${-points}` : `+${points}`);
/** `2026-10` as people say a month. */
export const zhMonth = (month: string) => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
