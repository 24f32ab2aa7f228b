/** Photos on disk: `photos/<town>/<first two of the id>/<id>.jpg`, each written once and never changed. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isJpeg, PHOTO_BYTES_MAX } from '../../protocol/photo.ts';
import { flush } from '../flush.ts';
import { ProblemError } from '../http/base-problem.ts';

/** Only the server's own user looks at photos. */
const FOLDER_MODE = 0o700;

export class PhotoFiles {
  /** Uploads under way. */
  readonly incoming: string;
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'photos');
    this.incoming = join(this.folder, 'incoming');
  }

  /** Makes the folders; they are needed before the first upload. */
  async prepare(): Promise<void> {
    await mkdir(this.incoming, { recursive: true, mode: FOLDER_MODE });
  }

  /** Whether the disk has no room for another photo. */
  async full(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.folder);
    return bavail * bsize < PHOTO_BYTES_MAX;
  }

  /** A photo that has arrived; undefined when the file is not there. */
  async read(town: string, id: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.pathOf(town, id));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /**
   * Moves a finished upload to its place; resolves with its size once it is on the disk, also after a power cut.
   * @throws ProblemError `bad-media-type` when it is no JPEG, `photo-damaged` when it is not the announced file
   */
  async keep(upload: string, town: string, id: string): Promise<number> {
    const content = await readFile(upload);
    if (!isJpeg(content)) throw new ProblemError('bad-media-type');
    if (createHash('sha256').update(content).digest('hex') !== id) throw new ProblemError('photo-damaged');
    const path = this.pathOf(town, id);
    await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
    await flush(upload, 'r+');
    await rename(upload, path);
    // Windows cannot open a folder; there the file system's own log keeps the rename.
    if (process.platform !== 'win32') await flush(dirname(path), 'r');
    return content.length;
  }

  /** Where a photo lies, or will lie. */
  pathOf(town: string, id: string): string {
    return join(this.folder, encodeURIComponent(town), id.slice(0, 2), `${id}.jpg`);
  }
}
