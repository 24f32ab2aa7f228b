/** Something the person at the terminal can put right: shown in both languages, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly zh: string,
    readonly en: string,
    /** 2: the command was written wrongly; 1: it could not be done. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(`${zh}\n${en}`);
  }
}
