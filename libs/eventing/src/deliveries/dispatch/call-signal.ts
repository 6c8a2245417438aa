import type { HeldConnection } from '@ledgerbridge/connections';
import { LeaseLostError } from '../states/lease-lost.error.js';

/**
 * The connection as one call sees it: its signal aborts only when the lease is over. A shutdown or a changed
 * connection lets the call in flight end, because cutting it off would leave a write in doubt for nothing.
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
    return await call({ connection: held.connection, lease: held.lease, signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** @throws LeaseLostError LEASE_LOST when too little of the lease is left to begin a call */
export function assertMayCall(held: HeldConnection<object>, marginMs: number): void {
  if (held.lease.remainingMs() < marginMs) throw new LeaseLostError(held.lease.name);
}
