import { addDays, type CalendarDate } from '@ledgerbridge/contracts';
import { LIMITS } from './limits.js';
import { UnfitRecordError } from './unfit-record.error.js';

export type BatchPeriod = 'day' | 'week' | 'month';

/** `sales`: RM_Sales (invoices, credit and debit memos); `cash`: RM_Cash (receipts). */
export type BatchKind = 'sales' | 'cash';

export interface BatchParts {
  /** `batches.prefix`. */
  readonly prefix: string;
  readonly per: BatchPeriod;
  /** GL posting date of its documents. */
  readonly day: CalendarDate;
  readonly kind: BatchKind;
  /** What GP's policy puts before it. */
  readonly policyPrefix?: string | undefined;
}

const LETTERS: Readonly<Record<BatchKind, string>> = { sales: 'S', cash: 'R' };

/**
 * `CBS20260115`, by GL posting date, so that posting a batch never posts into two periods: a week is named by its Monday,
 * or by the first of the month in which it goes on.
 * @throws UnfitRecordError BATCH_ID_TOO_LONG
 */
export function batchId({ prefix, per, day, kind, policyPrefix = '' }: BatchParts): string {
  const id = `${prefix}${LETTERS[kind]}${periodOf(day, per)}`;
  const length = policyPrefix.length + id.length;
  if (length > LIMITS.batchId) {
    throw new UnfitRecordError('BATCH_ID_TOO_LONG', `batch ids have ${length} characters, GP takes ${LIMITS.batchId}`, {
      setting: 'batches.prefix',
      length,
      limit: LIMITS.batchId,
      policyPrefixLength: policyPrefix.length,
    });
  }
  return id;
}

function periodOf(day: CalendarDate, per: BatchPeriod): string {
  if (per === 'month') return day.slice(0, 7).replace('-', '');
  const first = per === 'day' ? day : firstOfWeek(day);
  return first.replaceAll('-', '');
}

function firstOfWeek(day: CalendarDate): CalendarDate {
  const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(day, -sinceMonday);
  const firstOfMonth = `${day.slice(0, 8)}01`;
  return monday < firstOfMonth ? firstOfMonth : monday;
}
