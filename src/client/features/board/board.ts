/** The village's notices as a tablet or counter shows them. */
import type { Notice } from '../../../domain/notice.ts';
import { useTabletState } from '../../useTablet.tsx';

interface Board {
  /** In force, the newest first. */
  readonly notices: readonly Notice[];
  /** Whether the unlocked person has opened it. */
  readonly isRead: (id: string) => boolean;
}

/** Notices in force on this device, and which of them the unlocked person has read. */
export function useBoard(): Board {
  const all = useTabletState((s) => s.catalogue?.notices);
  const read = useTabletState((s) => s.noticesRead);
  const user = useTabletState((s) => s.user?.id);
  return {
    notices: [...(all ?? [])].sort((a, b) => b.from - a.from || (a.id < b.id ? 1 : -1)),
    isRead: (id) => user !== undefined && (read[id]?.includes(user) ?? false),
  };
}
