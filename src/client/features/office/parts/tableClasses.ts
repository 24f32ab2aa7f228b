/** The look of tables: calm lines, a head that stays, figures on the right. */
export const HEAD = 'bg-surface text-left text-xs whitespace-nowrap text-muted';
export const CELL = 'px-3 py-2 align-middle';
export const NUMBER = 'px-3 py-2 text-right align-middle tabular-nums';
