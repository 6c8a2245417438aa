import type { RecordRef } from '@ledgerbridge/contracts';
import type { PublicationOutcome } from '@ledgerbridge/eventing';
import { NO_COUNTS, type RunTally } from './runs/run-tally.js';
import type { SyncPage } from './sync-source.js';

/** Counts of one page, once the publisher has said what was news. */
export function tallyPage(page: SyncPage, outcomes: readonly PublicationOutcome[]): RunTally {
  const counts = {
    ...NO_COUNTS,
    rows: outcomes.length + page.rejected.length + page.deferred + page.carriedLater,
    rejected: page.rejected.length,
    deferred: page.deferred,
    carriedLater: page.carriedLater,
    ...(page.missed === undefined ? {} : { missed: page.missed }),
  };
  for (const outcome of outcomes) counts[outcome] += 1;
  const rejected = page.rejected.map(({ type, sourceId, field, shape, rule }) => ({
    type,
    sourceId,
    field,
    shape,
    rule,
  }));
  return { counts, totals: page.totals, rejected };
}

export function recordsOf(page: SyncPage): RecordRef[] {
  return page.observations.map((observation) => observation.record);
}
