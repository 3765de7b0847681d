import type { StartFailure } from '../service-protocol';

/** Why the service cannot start, on its way to the program's exit code. Its message is safe to print. */
export class StartError extends Error {
  readonly failure: StartFailure;

  constructor(
    code: StartFailure['code'],
    message: string,
    options: ErrorOptions & Pick<StartFailure, 'holder'> = {},
  ) {
    super(message, options);
    this.name = 'StartError';
    const { holder } = options;
    this.failure = { code, message, ...(holder && { holder }) };
  }
}
