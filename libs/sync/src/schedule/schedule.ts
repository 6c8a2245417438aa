import { Cron } from 'croner';

/** When a connection is polled by itself. `cron`: 5 or 6 fields, in `timeZone` (IANA). */
export interface Schedule {
  readonly cron: string;
  readonly timeZone: string;
}

/**
 * True when a tick has passed since the last scheduled poll, so a tick missed while nobody held the connection is
 * made up for once; a connection never polled is due at once.
 */
export function isDue(schedule: Schedule, lastRequestedAt: Date | undefined, now: Date): boolean {
  if (lastRequestedAt === undefined) return true;
  const next = nextTick(schedule, lastRequestedAt);
  return next !== undefined && next.getTime() <= now.getTime();
}

/** The first tick after `after`; undefined when the pattern never matches again. */
export function nextTick(schedule: Schedule, after: Date): Date | undefined {
  return new Cron(schedule.cron, { timezone: schedule.timeZone, paused: true }).nextRun(after) ?? undefined;
}

/** Whether `value` is a cron pattern of 5 or 6 fields. */
export function isCronPattern(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  try {
    new Cron(value, { mode: '5-or-6-parts', paused: true });
    return true;
  } catch {
    return false;
  }
}
