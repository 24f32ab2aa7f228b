import { officeCasesEn } from './en/office/cases.ts';
import { officeDevicesEn } from './en/office/devices.ts';
import { officeFrameEn } from './en/office/frame.ts';
import { officeReviewEn } from './en/office/review.ts';
import { officeStoreEn } from './en/office/store.ts';
import type { officeZh } from './office.zh.ts';
import type { Texts } from './texts.ts';

/** English words of the village office. */
export const officeEn: Texts<typeof officeZh> = {
  ...officeFrameEn,
  ...officeReviewEn,
  ...officeCasesEn,
  ...officeDevicesEn,
  ...officeStoreEn,
};
