import { BridgeError } from '@ledgerbridge/contracts';

/** One wrong setting: where it stands and what is expected there. Never holds the value. */
export interface ConfigProblem {
  readonly name: string;
  readonly expected: string;
}

/**
 * Thrown at start when settings are wrong or missing; lists every problem at once. A person must change the
 * environment or the connections file, so it is never retryable.
 */
export class ConfigError extends BridgeError<'CONFIG_INVALID'> {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ name, expected }) => `${name}: ${expected}`);
    super('CONFIG_INVALID', `Wrong settings. ${lines.join('; ')}`, { retryable: false, details: { problems: lines } });
    this.problems = problems;
  }
}
