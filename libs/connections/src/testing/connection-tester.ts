import type { HeldConnection } from '../holding/connection-activity.js';

/** One thing that was tried against the real system, and how it went. `detail` never holds a secret. */
export interface ConnectionCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Tries a connection against the real system: reachable, credentials accepted, rights sufficient. Changes nothing there. */
export interface ConnectionTester<S extends object> {
  test(held: HeldConnection<S>): Promise<ConnectionCheck[]>;
}
