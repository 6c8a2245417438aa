import {
  addDecimals,
  subtractDecimals,
  type RecordRef,
  type RecordStates,
  type RecordType,
} from '@ledgerbridge/contracts';
import type { Rejection, SyncPage } from '@ledgerbridge/sync';
import type { InvoiceRevisit } from '../database/invoice-revisit.entity.js';
import type { CustomerOutcome, MappedRow, RejectedSourceRow, RowOutcome, WindowedType } from '../syspro/mapped-row.js';
import type { RevisitChange } from './revisit-store.js';

type Observed = SyncPage['observations'][number];

/** Where and when a page was read. */
export interface PageOrigin {
  readonly connection: string;
  readonly runId: string;
  readonly observedAtMs: number;
}

export function customerPage(outcomes: readonly CustomerOutcome[], origin: PageOrigin): SyncPage {
  return {
    observations: outcomes.flatMap((row) =>
      row.kind === 'customer' ? [observe('customer', row.sourceId, row.state, origin)] : [],
    ),
    rejected: outcomes.flatMap((row) => (row.kind === 'rejected' ? [reject('customer', row)] : [])),
    deferred: 0,
    carriedLater: 0,
    totals: {},
  };
}

export interface RecordPageOutcome {
  readonly page: SyncPage;
  readonly remember: readonly RevisitChange[];
  readonly forget: readonly string[];
}

/**
 * What becomes of a page of records. A document without details is put off the first time it is seen and published
 * with a single line by a later run: details are often posted after their header, and a document delivered without
 * them cannot be changed in the target afterwards.
 * @param known what earlier runs remembered of these records
 */
export function recordPage<T extends WindowedType>(
  type: T,
  outcomes: readonly RowOutcome<T>[],
  known: ReadonlyMap<string, Pick<InvoiceRevisit, 'reason' | 'runId'>>,
  origin: PageOrigin,
): RecordPageOutcome {
  const published: MappedRow<T>[] = [];
  const rejected: Rejection[] = [];
  const remember: RevisitChange[] = [];
  const forget: string[] = [];
  let deferred = 0;
  let carriedLater = 0;
  for (const row of outcomes) {
    const { sourceId } = row;
    if (row.kind === 'carried-later') carriedLater += 1;
    else if (row.kind === 'rejected') {
      rejected.push(reject(type, row));
      if (row.key !== undefined) remember.push({ sourceId, reason: 'rejected', key: row.key });
    } else if (row.isComplete) {
      published.push(row);
      if (known.has(sourceId)) forget.push(sourceId);
    } else if (isReleased(known.get(sourceId), origin.runId)) {
      published.push(row);
      remember.push({ sourceId, reason: 'released', key: row.key });
    } else {
      deferred += 1;
      remember.push({ sourceId, reason: 'deferred', key: row.key });
    }
  }
  const observations = published.map((row) => observe(type, row.sourceId, row.state, origin));
  const page = { observations, rejected, deferred, carriedLater, totals: totalsOf(published) };
  return { page, remember, forget };
}

/** Seen incomplete by an earlier run than this one. */
function isReleased(known: Pick<InvoiceRevisit, 'reason' | 'runId'> | undefined, runId: string): boolean {
  return known?.reason === 'released' || (known?.reason === 'deferred' && known.runId !== runId);
}

function observe<T extends RecordType>(
  type: T,
  sourceId: string,
  state: RecordStates[T],
  { connection, observedAtMs }: PageOrigin,
): Observed {
  const record: RecordRef & { readonly type: T } = { connection, type, sourceId };
  return { record, state, observedAtMs };
}

function reject(type: RecordType, { sourceId, field, shape, rule, digest }: RejectedSourceRow): Rejection {
  return { type, sourceId, field, shape, rule, digest };
}

function totalsOf(rows: readonly MappedRow<WindowedType>[]): Record<string, string> {
  const totals: Record<string, string> = {};
  for (const { state } of rows) {
    const sum = totals[state.currency] ?? '0';
    if ('totals' in state) totals[state.currency] = addDecimals(sum, state.totals.total);
    else if (state.kind === 'reversal') totals[state.currency] = subtractDecimals(sum, state.amount);
    else totals[state.currency] = addDecimals(sum, state.amount);
  }
  return totals;
}
