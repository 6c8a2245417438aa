import { Injectable } from '@nestjs/common';
import type { SyncContext } from '@ledgerbridge/sync';
import { DataSource } from 'typeorm';
import { listResources, type ListQuery } from '../chargebee/calls/list-resources.call.js';
import { ChargebeeSessions } from '../chargebee/chargebee-sessions.js';
import type { ChargebeeSettings } from '../chargebee/connection-settings.js';
import type { Resource } from '../chargebee/reading/fields.js';
import { unixSecondsToDay } from '../chargebee/site-day.js';
import { WebhookReceipts, type ListedEvent } from '../webhooks/webhook-receipts.js';
import { BackfillMetrics } from './backfill-metrics.js';
import { dueEvent } from './missed-events.js';
import { patientReader } from './patient-reader.js';
import { boundsOf, sinceSeconds } from './plan-lists.js';

type Context = SyncContext<ChargebeeSettings>;

const NOTHING_READ = { observations: [], rejected: [], deferred: 0, carriedLater: 0, totals: {} };
/** What one run put off as too young is old enough for the next, whatever the overlap. */
const LEAST_OVERLAP_MINUTES = 5;

/**
 * Compares the events the site lists with those its webhooks told of. What was missed is counted and put in line with the
 * receipts; a first run has nothing to compare with, and lists show all there is.
 */
@Injectable()
export class GapDetector {
  constructor(
    private readonly sessions: ChargebeeSessions,
    private readonly receipts: WebhookReceipts,
    private readonly metrics: BackfillMetrics,
    private readonly database: DataSource,
  ) {}

  async run(context: Context): Promise<void> {
    const within = compared(context);
    if (within === undefined || context.connection.settings.webhook === undefined) return;
    const { timeZone } = context.connection.settings;
    const to = within.to ?? Math.floor(context.startedAt.getTime() / 1000);
    await context.window(unixSecondsToDay(within.from, timeZone), unixSecondsToDay(to, timeZone));
    const read = patientReader(this.sessions, context.held);
    const query: ListQuery = {
      kind: 'event',
      sortBy: 'occurred_at',
      within: { attribute: 'occurred_at', ...within },
      includeDeleted: false,
    };
    let offset: string | undefined;
    do {
      const page = await listResources(read, query, offset);
      context.signal.throwIfAborted();
      await this.compare(context, page.resources);
      offset = page.nextOffset;
    } while (offset !== undefined);
  }

  private async compare(context: Context, events: readonly Resource[]): Promise<void> {
    const { id } = context.connection;
    const now = Date.now();
    const due = events.flatMap((event) => dueEvent(event, now) ?? []);
    const missing = await this.missingOf(id, due);
    await context.commit({
      ...NOTHING_READ,
      missed: missing.length,
      also: (tx) => this.receipts.insertListed(tx, id, missing),
    });
    if (missing.length > 0) this.metrics.missed(id, missing.length);
  }

  private async missingOf(connection: string, due: readonly ListedEvent[]): Promise<ListedEvent[]> {
    const ids = due.map((event) => event.id);
    const missing = new Set(await this.receipts.missing(this.database.manager, connection, ids));
    return due.filter((event) => missing.has(event.id));
  }
}

/** The days a person asked for, else since the last complete run; undefined when there is none. */
function compared({ requested, cursor, connection }: Context): { from: number; to?: number } | undefined {
  const { timeZone, backfill } = connection.settings;
  if (requested.from !== undefined || requested.to !== undefined) return boundsOf(requested, timeZone);
  if (cursor === undefined) return undefined;
  return { from: sinceSeconds(cursor, Math.max(backfill.overlapMinutes, LEAST_OVERLAP_MINUTES)) };
}
