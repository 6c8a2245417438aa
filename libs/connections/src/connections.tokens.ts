import type { Environment } from '@ledgerbridge/service';

/** Injection token of the service's ConnectionDefinition. */
export const CONNECTION_DEFINITION = Symbol('CONNECTION_DEFINITION');

/** Injection token of the service's ConnectionTester. */
export const CONNECTION_TESTER = Symbol('CONNECTION_TESTER');

/** Injection token of {@link ConnectionsTuning}. */
export const CONNECTIONS_TUNING = Symbol('CONNECTIONS_TUNING');

export interface ConnectionsTuning {
  /** How often changes made by other replicas are looked for. */
  readonly pollMs: number;
  /** How long a caller of `POST …/test` waits for the holder. */
  readonly testTimeLimitMs: number;
  /** Where `${NAME}` in the connections file is looked up. */
  readonly environment: Environment;
}
