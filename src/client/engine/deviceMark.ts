/**
 * Word of this device outside its databases: which one it is, and how much only it has. When a browser's cleaning takes the
 * databases away, a person learns what may be lost. Nothing here is secret or personal.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { EarlierDevice } from '../../protocol/device.ts';
import type { MarkPlace } from './deps.ts';
import type { TabletState } from './tablet.ts';

/** A device as its mark tells of it. */
export interface MarkedDevice {
  readonly device: string;
  readonly townName: string;
  /** Own ops without a verdict when the mark was last written. */
  readonly unsent: number;
  /** Last contact, ms; absent if there was none. */
  readonly lastSyncAt?: number;
}

/** A device whose databases are gone. */
export interface LostDevice extends MarkedDevice {
  /** What the server has of it; known once the device is enrolled again. */
  readonly server?: EarlierDevice;
}

interface Mark {
  readonly now?: MarkedDevice;
  readonly lost?: LostDevice;
}

/** Our own text, unless somebody else wrote there. By hand: the schema library is not needed behind the door's first screen. */
function isMark(mark: unknown): mark is Mark {
  if (typeof mark !== 'object' || mark === null || Array.isArray(mark)) return false;
  return Object.entries(mark).every(([name, device]) => (name === 'now' || name === 'lost') && isMarked(device));
}

function isMarked(device: unknown): device is MarkedDevice {
  if (typeof device !== 'object' || device === null) return false;
  const { device: id, townName, unsent } = device as Partial<Record<keyof MarkedDevice, unknown>>;
  return typeof id === 'string' && typeof townName === 'string' && Number.isSafeInteger(unsent);
}

export class DeviceMark {
  private readonly place: MarkPlace | undefined;
  private written: string | undefined;

  constructor(place: MarkPlace | undefined) {
    this.place = place;
  }

  /** Keeps the mark in step with what the screens are told; gives back how to stop. */
  follow(state: StoreApi<TabletState>): () => void {
    const leave = ({ device, sync: { unsent, lastSyncAt } }: TabletState) => {
      if (!device) return;
      const contact = lastSyncAt === undefined ? {} : { lastSyncAt };
      this.stands({ device: device.id, townName: device.townName, unsent, ...contact });
    };
    leave(state.getState());
    return state.subscribe(leave);
  }

  /** How this device stands now. */
  private stands(now: MarkedDevice): void {
    const mark = this.read();
    // A start knows of no contact yet; the mark remembers the last one.
    const known = mark.now?.device === now.device ? mark.now : {};
    this.write({ ...mark, now: { ...known, ...now } });
  }

  /** The device that the databases no longer know; undefined when there is none, or a person has read of it. */
  lost(): LostDevice | undefined {
    return this.read().lost;
  }

  /** The databases are empty: the device that was here is lost. */
  notFound(): LostDevice | undefined {
    const { now, lost } = this.read();
    if (now) this.write({ lost: now });
    return now ?? lost;
  }

  /** The device ended as it should: it has nothing to lose any more. */
  left(): void {
    const { lost } = this.read();
    this.write(lost ? { lost } : {});
  }

  /** What the server has of the lost device. */
  found(known: EarlierDevice): void {
    const mark = this.read();
    if (mark.lost) this.write({ ...mark, lost: { ...mark.lost, server: known } });
  }

  /** A person has read of it. */
  forget(): void {
    const { now } = this.read();
    this.write(now ? { now } : {});
  }

  private read(): Mark {
    const text = this.place?.read() ?? '{}';
    try {
      const mark: unknown = JSON.parse(text);
      return isMark(mark) ? mark : {};
    } catch {
      return {};
    }
  }

  private write(mark: Mark): void {
    const text = JSON.stringify(mark);
    if (text === this.written) return;
    this.place?.write(text);
    this.written = text;
  }
}
