/** The look of tables: calm lines, a head that stays, figures on the right. On a phone they scroll sideways rather than break words. */
export const HEAD = 'bg-surface text-left text-xs whitespace-nowrap text-muted';
export const CELL = 'px-3 py-2 align-middle max-sm:whitespace-nowrap';
export const NUMBER = 'px-3 py-2 text-right align-middle tabular-nums';
