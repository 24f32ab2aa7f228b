/** Rejections that nobody took. In a page they are errors that nobody hears of; in a story they break the check `crash`. */
const strays: unknown[] = [];

/** From now on they are kept instead of ending the process. */
export function keepStrays(): void {
  process.on('unhandledRejection', (reason) => strays.push(reason));
}

/** What was kept since the last time, as text; undefined when there was nothing. */
export function takeStrays(): string | undefined {
  const taken = strays.splice(0);
  return taken.length === 0 ? undefined : taken.map(textOf).join('\n');
}

function textOf(reason: unknown): string {
  if (reason instanceof Error) return reason.stack ?? reason.message;
  return typeof reason === 'object' ? JSON.stringify(reason) : String(reason);
}
