import { until } from '@ledgerbridge/testing';
import { deliveryCounts, publishedEvents } from '../summary/bridge-facts.js';
import type { BridgeApi } from './bridge-api.js';

const AT_WORK = ['pending', 'writing', 'retrying', 'in_doubt'] as const;
const REST_WITHIN_MS = 300_000;

/**
 * Resolves when nothing is under way any more: every change the runs published is in the trail, each has a delivery,
 * and no delivery is at work.
 * @param published how many changes the runs of this start have published at the least
 */
export async function waitForRest(audit: BridgeApi, gateway: BridgeApi, published: number): Promise<void> {
  await until(
    async () => {
      const counts = await deliveryCounts(gateway);
      if (AT_WORK.some((state) => (counts[state] ?? 0) > 0)) return false;
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      if (total < published) return false;
      return (await publishedEvents(audit)).length === total;
    },
    { timeoutMs: REST_WITHIN_MS, what: 'every delivery at rest' },
  );
}
