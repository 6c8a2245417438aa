import type { HeldConnection } from '@ledgerbridge/connections';
import { LeaseLostError } from '../states/lease-lost.error.js';

/**
 * The connection as one call sees it: its signal aborts only when the lease is over. A shutdown or a changed
 * connection lets the call in flight end, because cutting it off would leave a write in doubt for nothing; it only ends
 * what still waits for its turn.
 */
export async function withCallSignal<S extends object, R>(
  held: HeldConnection<S>,
  call: (held: HeldConnection<S>) => Promise<R>,
): Promise<R> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const watch = (): void => {
    const remaining = held.lease.remainingMs();
    if (remaining > 0) timer = setTimeout(watch, remaining);
    else controller.abort(new LeaseLostError(held.lease.name));
  };
  watch();
  try {
    const { connection, lease, signal: ending } = held;
    return await call({ connection, lease, signal: controller.signal, ending });
  } finally {
    clearTimeout(timer);
  }
}

/** @throws LeaseLostError LEASE_LOST when too little of the lease is left to begin a call */
export function assertMayCall(held: HeldConnection<object>, marginMs: number): void {
  if (held.lease.remainingMs() < marginMs) throw new LeaseLostError(held.lease.name);
}
