import { setTimeout as delay } from 'node:timers/promises';
import type { ChargebeeSimulator } from '../simulator.js';

/** Ends when no webhook call is to be made any more (or the given condition holds). @throws Error after ten seconds */
export async function settledWebhooks(
  simulator: ChargebeeSimulator,
  holds = () => simulator.controls.summary().webhooks.pending === 0,
): Promise<void> {
  const end = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error('webhooks did not settle');
    await delay(5);
  }
}
