/** Notices and how often they were read. */
import type { NoticeKind } from '../../../domain/notice.ts';

/** A notice with the text that stands: that of the newest op. */
export interface NoticeTable {
  town: string;
  /** The op that posted it first. */
  id: string;
  kind: NoticeKind;
  title: string;
  text: string;
  photos: string[];
  villages: string[];
  grids: string[];
  from_ms: number;
  until_ms: number | null;
  posted_by: string;
  posted_at: number;
  /** The op whose text stands, by whom, and its corrected instant, ms. */
  ref: string;
  by_user: string;
  at: number;
  withdrawn_by: string | null;
  withdrawn_at: number | null;
  withdrawn_reason: string | null;
}

/** How many people opened a notice on a device. */
export interface NoticeReadTable {
  town: string;
  notice: string;
  device: string;
  readers: number;
}
