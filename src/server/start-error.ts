/**
 * Why the server cannot start or go on, told to the person at the terminal in both languages.
 * `main` prints it without a stack and exits with 1: it is about their machine, not about our code.
 */
export class StartError extends Error {
  override readonly name = 'StartError';

  constructor(
    readonly zh: string,
    readonly en: string,
    options?: ErrorOptions,
  ) {
    super(`${zh}\n${en}`, options);
  }
}
