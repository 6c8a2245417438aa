import { addDays, type CalendarDate } from '@ledgerbridge/contracts';
import type { ListQuery } from '../chargebee/calls/list-resources.call.js';
import type { ChargebeeSettings } from '../chargebee/connection-settings.js';
import type { Resource } from '../chargebee/reading/fields.js';
import { dayToUnixSeconds, unixSecondsToDay } from '../chargebee/site-day.js';
import type { ListedStream } from './streams.js';

/** One list to be read to its end. */
export interface PlannedList {
  readonly query: ListQuery;
  /** Rows that another list of the plan has not read already. */
  keeps(resource: Resource): boolean;
}

export interface ReadingPlan {
  readonly lists: readonly PlannedList[];
  /** Everything is read: such a run can be taken up where it was interrupted. */
  readonly isWhole: boolean;
  /** Days for the run's report, both included. */
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
}

export interface PlanInput {
  readonly stream: ListedStream;
  /** Start of the last completed run. */
  readonly cursor?: Date;
  readonly startedAt: Date;
  readonly requested: { readonly from?: CalendarDate; readonly to?: CalendarDate };
  readonly settings: Pick<ChargebeeSettings, 'timeZone' | 'backfill'>;
}

/** Unix seconds, both included. */
interface Bounds {
  readonly from: number;
  readonly to?: number;
}

const THE_BEGINNING = 0;

/**
 * What a run of a stream reads: days a person asked for, by change and by creation; else, without a cursor, everything;
 * else what changed since the last completed run began, some minutes more. A filter by `updated_at` leaves out rows that
 * have none, so what was created since is listed as well and such rows are taken from there.
 */
export function planLists({ stream, cursor, startedAt, requested, settings }: PlanInput): ReadingPlan {
  const { from, to } = requested;
  if (from !== undefined || to !== undefined) {
    const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const bounds = boundsOf(days, settings.timeZone);
    const wasListed = (resource: Resource): boolean => isWithin(resource['updated_at'], bounds);
    return { lists: changedAndCreated(stream, bounds, wasListed), isWhole: false, ...days };
  }
  if (cursor === undefined) return { lists: [everything(stream)], isWhole: true };
  const since = sinceSeconds(cursor, settings.backfill.overlapMinutes);
  const hasUpdate = (resource: Resource): boolean => typeof resource['updated_at'] === 'number';
  return {
    lists: changedAndCreated(stream, { from: since }, hasUpdate),
    isWhole: false,
    from: unixSecondsToDay(since, settings.timeZone),
    to: unixSecondsToDay(Math.floor(startedAt.getTime() / 1000), settings.timeZone),
  };
}

export function sinceSeconds(cursor: Date, overlapMinutes: number): number {
  return Math.floor(cursor.getTime() / 1000) - overlapMinutes * 60;
}

/** Whole days by the site's calendar. */
export function boundsOf({ from, to }: PlanInput['requested'], timeZone: string): Bounds {
  return {
    from: from === undefined ? THE_BEGINNING : dayToUnixSeconds(from, timeZone),
    ...(to === undefined ? {} : { to: dayToUnixSeconds(addDays(to, 1), timeZone) - 1 }),
  };
}

/** By creation, which stays: a row that changes meanwhile keeps its place, and the next run sees the change. */
function everything({ kind, created }: ListedStream): PlannedList {
  return { query: { kind, sortBy: created, includeDeleted: true }, keeps: () => true };
}

/**
 * By change in ascending order: a row that changes meanwhile moves to the end, where it is read again. Its offset is a
 * place in that order and not a count of rows, so none is skipped by it.
 */
function changedAndCreated(
  { kind, created, sortsByUpdate }: ListedStream,
  bounds: Bounds,
  wasListed: (resource: Resource) => boolean,
): PlannedList[] {
  const sortBy = sortsByUpdate ? 'updated_at' : created;
  const of = { kind, includeDeleted: true };
  return [
    { query: { ...of, sortBy, within: { attribute: 'updated_at', ...bounds } }, keeps: () => true },
    {
      query: { ...of, sortBy: created, within: { attribute: created, ...bounds } },
      keeps: (resource) => !wasListed(resource),
    },
  ];
}

function isWithin(seconds: unknown, { from, to = Number.POSITIVE_INFINITY }: Bounds): boolean {
  return typeof seconds === 'number' && seconds >= from && seconds <= to;
}
