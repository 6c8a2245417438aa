import { setTimeout as delay } from 'node:timers/promises';
import type { GuardedChild } from './child-guard.js';
import type { InfrastructureError } from './infrastructure-error.js';

export interface StartExpectation {
  /** The line with which the server says that it serves. */
  readonly readyLine: RegExp;
  readonly withinMs: number;
  /** Turns the output of a server that ended, or said nothing in time, into the reason. */
  readonly explain: (output: string) => InfrastructureError;
}

/** Waits until the server says that it serves; a server that does not is stopped. @throws what `explain` makes. */
export async function waitUntilStarted(child: GuardedChild, expected: StartExpectation): Promise<void> {
  const abort = new AbortController();
  const outcome = await Promise.race([
    child.output.line(expected.readyLine).then(() => 'ready' as const),
    child.exited.then(() => 'failed' as const),
    delay(expected.withinMs, 'failed' as const, { signal: abort.signal }).catch(() => 'failed' as const),
  ]);
  abort.abort();
  if (outcome === 'ready') return;
  await child.stop();
  throw expected.explain(child.output.text());
}
