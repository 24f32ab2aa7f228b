/** The office’s first page: totals of the villages, and what waits. */
import * as z from 'zod/mini';
import { count, moment } from './officeParts.ts';

const totals = {
  households: count,
  entries: count,
  /** 累计: approved points, net. */
  earned: z.int(),
  redeemed: z.int(),
  /** What lapsed when quarters were settled (AL-9). */
  lapsed: count,
  /** What is earned and waits for the end of its month's objection days (AL-10). */
  waiting: z.int(),
  /** What write-offs bear of late redemptions (CF-13). */
  shortfall: z.int(),
  /** Σ remaining allowances of all devices. */
  allotted: z.int(),
  /** 可兑: final − redeemed − allotted; earned = redeemed + allotted + redeemable + lapsed + waiting, but for points that moved between villages. */
  redeemable: z.int(),
};

const villageTotalsSchema = z.object({ village: z.string(), name: z.string(), ...totals });
export type VillageTotals = z.infer<typeof villageTotalsSchema>;

export const officeSummarySchema = z.object({
  now: z.int(),
  villages: z.array(villageTotalsSchema),
  /** Entries waiting for review, at most OFFICE_COUNT_MAX. */
  openReviews: count,
  openCases: count,
  /** Active tablets and counters not heard of for SILENT_DAYS. */
  silentDevices: z.array(z.object({ id: z.string(), name: z.string(), lastSyncAt: moment, unsent: count })),
});
export type OfficeSummary = z.infer<typeof officeSummarySchema>;
