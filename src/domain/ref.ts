/**
 * References (SY-2): `K7Q2-000123` is op 123 of device K7Q2. What an op creates takes the op's reference as its id.
 * Device ids are 4 to 6 Crockford base-32 characters (no I, L, O, U).
 */
export interface ParsedRef {
  readonly device: string;
  readonly seq: number;
}

export const DEVICE_ID = /^[0-9A-HJKMNP-TV-Z]{4,6}$/;
const GROUP = '-G';
/** A mark and a number: the op counts, and something that came with it is to be looked into. */
const BESIDE = /-S\d{1,4}$/;
/** A Case is named after the op that is held; one of several ops after the first of them, with a mark. */
export const CASE_ID = /^[0-9A-HJKMNP-TV-Z]{4,6}-\d{6,12}(-G|-S\d{1,4})?$/;
export const REF = /^[0-9A-HJKMNP-TV-Z]{4,6}-\d{6,12}$/;

/** The reference of op `seq` (1, 2, 3 …) of a device. */
export function makeRef(device: string, seq: number): string {
  return `${device}-${String(seq).padStart(6, '0')}`;
}

/** Device and seq of a reference; undefined when the text is no reference. */
export function parseRef(ref: string): ParsedRef | undefined {
  if (!REF.test(ref)) return undefined;
  const dash = ref.indexOf('-');
  return { device: ref.slice(0, dash), seq: Number(ref.slice(dash + 1)) };
}

/** The device that wrote what carries this reference; the empty string for foreign ids (carried-over history). */
export function deviceOf(ref: string): string {
  return parseRef(ref)?.device ?? '';
}

/** Id of a Case of several ops, of which `first` is the first: it is not the id of any op's own Case. */
export function groupCaseId(first: string): string {
  return first + GROUP;
}

/** Whether a Case is one of several ops (CF-17, CF-19). */
export function isGroupCase(id: string): boolean {
  return id.endsWith(GROUP);
}

/** Id of the `n`th Case (1, 2 …) about what came with an op that counts: it is not the id of a Case that held the op. */
export function besideCaseId(ref: string, n: number): string {
  return `${ref}-S${n}`;
}

/** Whether a Case holds nothing, and is about what came with an op that counts. */
export function isBesideCase(id: string): boolean {
  return BESIDE.test(id);
}

/** The reference of the op that a Case is about, or of the first of them. */
export function firstOfCase(id: string): string {
  return isGroupCase(id) ? id.slice(0, -GROUP.length) : id.replace(BESIDE, '');
}
