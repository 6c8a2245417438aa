import { addDays, type CalendarDate } from '@ledgerbridge/contracts';
import type { RowWindow } from '../syspro/document-selection.js';
import type { PollSettings } from '../syspro/connection-settings.js';
import { dayIn, periodOf } from './calendar.js';

export interface PollPlan {
  /** Undefined: the whole table. */
  readonly window?: RowWindow;
  /** Days for the run's report, both included. */
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
}

export interface PollInput {
  /** Start of the last completed run. */
  readonly cursor?: Date;
  readonly startedAt: Date;
  readonly requested: { readonly from?: CalendarDate; readonly to?: CalendarDate };
  readonly settings: Pick<PollSettings, 'timeZone' | 'overlapDays' | 'rescanPeriods' | 'periodShiftMonths'>;
}

/**
 * What a run of a stream with windows reads: what a person asked for; else, without a cursor, everything; else whole
 * days since the last completed run began, some days more, and the periods that were open then.
 */
export function planPoll({ cursor, startedAt, requested, settings }: PollInput): PollPlan {
  const { from, to } = requested;
  const bounds = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  if (from !== undefined || to !== undefined) return { window: { kind: 'between', ...bounds }, ...bounds };
  if (cursor === undefined) return {};
  const cursorDay = dayIn(settings.timeZone, cursor);
  const since = addDays(cursorDay, -settings.overlapDays);
  const openFrom = periodOf(cursorDay, settings.periodShiftMonths - settings.rescanPeriods);
  return {
    window: { kind: 'since', from: since, openFrom },
    from: since,
    to: dayIn(settings.timeZone, startedAt),
  };
}
