/** Short groups, as a fingerprint is printed and read aloud. */
export function inGroups(hash: string): string {
  return hash.replace(/(.{4})(?=.)/g, '$1 ');
}
