import { parseTypedCode } from '../../../../protocol/card.ts';

/** Reads household codes as people type a list of them: commas, spaces or lines between, each in any spelling. */
export function readCodes(typed: string): {
  readonly codes: readonly string[];
  readonly unreadable: readonly string[];
} {
  const codes: string[] = [];
  const unreadable: string[] = [];
  for (const part of typed.split(/[\s,，、;；]+/)) {
    if (part === '') continue;
    const read = parseTypedCode(part);
    if (read.kind === 'household') codes.push(read.household);
    else unreadable.push(part);
  }
  return { codes: [...new Set(codes)], unreadable };
}
