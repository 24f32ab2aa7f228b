import type { ScanFormat } from './scanner.ts';

/** What the person is asked to show. Decides the formats looked for and the words on the screen. */
export type ScanTarget = 'card' | 'enrolment' | 'goods' | 'card_or_goods';

/** Constant arrays: the camera is opened anew when they change. The preferred format comes first. */
export const FORMATS_OF: Record<ScanTarget, readonly ScanFormat[]> = {
  card: ['qr_code'],
  enrolment: ['qr_code'],
  goods: ['ean_13'],
  card_or_goods: ['qr_code', 'ean_13'],
};
