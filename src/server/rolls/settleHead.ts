import { comparable } from './text.ts';

/** The head of a household: who the column of heads names, or the member marked 户主 if that is nobody of the household. */
export function settleHead(
  written: string,
  members: readonly { readonly name: string; readonly relation: string }[],
): string {
  if (members.some(({ name }) => comparable(name) === comparable(written))) return written;
  return members.find(({ relation }) => relation === '户主')?.name ?? written;
}
