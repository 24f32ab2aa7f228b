/** Differences of two clocks up to this are the line's and the clock's jitter, not a wrong clock (SY-7), ms. */
export const CLOCK_SLACK_MS = 120_000;
