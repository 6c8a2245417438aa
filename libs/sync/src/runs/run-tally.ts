import { addDecimals, type RejectedRow, type SyncRunCounts } from '@ledgerbridge/contracts';

/** How many rejected rows a run's report carries; every one of them is a dead letter too. */
export const REPORTED_REJECTIONS = 100;

/** What a run has seen so far, as it is stored and told. */
export interface RunTally {
  readonly counts: SyncRunCounts;
  /** Document totals per currency, decimal strings. */
  readonly totals: Readonly<Record<string, string>>;
  readonly rejected: readonly RejectedRow[];
}

type CountedAlways = Exclude<keyof SyncRunCounts, 'missed'>;

export const NO_COUNTS: Readonly<Pick<SyncRunCounts, CountedAlways>> = Object.freeze({
  rows: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  stale: 0,
  rejected: 0,
  deferred: 0,
  carriedLater: 0,
  absent: 0,
});

export const EMPTY_TALLY: RunTally = Object.freeze({ counts: NO_COUNTS, totals: {}, rejected: [] });

/** The sum of two tallies; the report keeps the first `REPORTED_REJECTIONS` rejected rows. */
export function addTallies(left: RunTally, right: RunTally): RunTally {
  const counts = { ...left.counts };
  for (const name of Object.keys(NO_COUNTS) as CountedAlways[]) counts[name] += right.counts[name];
  const { missed } = right.counts;
  if (missed !== undefined) counts.missed = (counts.missed ?? 0) + missed;
  const totals: Record<string, string> = { ...left.totals };
  for (const [currency, amount] of Object.entries(right.totals)) {
    totals[currency] = addDecimals(totals[currency] ?? '0', amount);
  }
  return { counts, totals, rejected: [...left.rejected, ...right.rejected].slice(0, REPORTED_REJECTIONS) };
}
