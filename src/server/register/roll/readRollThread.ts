/** The thread behind `readRoll`. */
import { serveThread } from '../../jobs/inThread.ts';
import { readTable } from '../../rolls/readTable.ts';
import { RollReadError } from '../../rolls/table.ts';
import { planRoll } from './planRoll.ts';
import type { RollAnswer, RollReading } from './readRoll.ts';

serveThread(({ bytes, fileName, place, thisYear, decisions }: RollReading): RollAnswer => {
  try {
    return { plan: planRoll(readTable(bytes, fileName), place, thisYear, decisions) };
  } catch (error) {
    if (error instanceof RollReadError) return { unreadable: error.code };
    throw error;
  }
});
