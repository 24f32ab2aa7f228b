import { officeCasesZh } from './zh/office/cases.ts';
import { officeDevicesZh } from './zh/office/devices.ts';
import { officeFrameZh } from './zh/office/frame.ts';
import { officeReviewZh } from './zh/office/review.ts';
import { officeStoreZh } from './zh/office/store.ts';

/** Words of the village office. */
export const officeZh = {
  ...officeFrameZh,
  ...officeReviewZh,
  ...officeCasesZh,
  ...officeDevicesZh,
  ...officeStoreZh,
};
