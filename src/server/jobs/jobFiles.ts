/** The folders of long work in the data folder: one per job, gone with it. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a job made lies under this name, whatever the person calls it. */
const MADE = 'made';

export class JobFiles {
  private readonly root: string;

  constructor(dataDir: string) {
    this.root = join(dataDir, 'jobs');
  }

  /** Its folder, made when it is not there. */
  async folder(id: string): Promise<string> {
    const folder = join(this.root, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Where the file that it made lies. */
  made(id: string): string {
    return join(this.root, id, MADE);
  }

  async remove(id: string): Promise<void> {
    await rm(join(this.root, id), { recursive: true, force: true });
  }
}
