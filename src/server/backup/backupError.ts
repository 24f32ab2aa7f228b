export type BackupProblem =
  | 'not-a-backup'
  | 'damaged'
  | 'truncated'
  | 'newer'
  | 'other-town'
  | 'town-exists'
  | 'no-town'
  | 'not-written';

/** Why a backup cannot be made, read or brought back, for the person at the terminal; nothing was changed then. */
export class BackupError extends Error {
  override readonly name = 'BackupError';

  constructor(
    readonly code: BackupProblem,
    readonly zh: string,
    readonly en: string,
    options?: ErrorOptions,
  ) {
    super(`${zh}\n${en}`, options);
  }
}
