/** Notices (党建宣传, 村镇资讯, 村务公告): who they reach and while they are in force. */

export const NOTICE_KINDS = ['party', 'news', 'affairs'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What the office writes. */
export interface NoticeDraft {
  readonly kind: NoticeKind;
  readonly title: string;
  /** Plain paragraphs, divided by line ends. */
  readonly text: string;
  /** SHA-256 of its pictures, hex; the server keeps the files. */
  readonly photos?: readonly string[];
  /** Villages that it reaches; empty for the whole town. */
  readonly villages: readonly string[];
  /** With one village: only these grids of it. */
  readonly grids?: readonly string[];
  /** From this instant on, ms; absent: as soon as it is recorded. */
  readonly from?: number;
  /** Up to this instant, ms; absent: until it is withdrawn. */
  readonly until?: number;
}

/** A notice as devices and villagers get it. */
export interface Notice extends NoticeDraft {
  /** The reference of the op that posted it first. */
  readonly id: string;
  readonly from: number;
}

/** Whether a notice is in force at an instant, ms. */
export function noticeInForce({ from, until }: Pick<Notice, 'from' | 'until'>, at: number): boolean {
  return from <= at && (until === undefined || at < until);
}
