import { Injectable } from '@nestjs/common';
import { isBridgeError } from '@ledgerbridge/contracts';
import type { SyncContext } from '@ledgerbridge/sync';
import { DataSource } from 'typeorm';
import { listResources, type ListPage } from '../chargebee/calls/list-resources.call.js';
import type { Read } from '../chargebee/calls/chargebee-call.js';
import type { CallFailure } from '../chargebee/chargebee.errors.js';
import { ChargebeeSessions } from '../chargebee/chargebee-sessions.js';
import type { ChargebeeSettings } from '../chargebee/connection-settings.js';
import type { Resource } from '../chargebee/reading/fields.js';
import { mapResource } from '../chargebee/reading/map-resource.js';
import { RECORD_TYPE_OF, type MappedResource } from '../chargebee/reading/mapped-resource.js';
import { OriginFinder } from '../chargebee/reading/origin-finder.js';
import { isUnpublishable, unpublishable } from '../chargebee/reading/unpublishable.js';
import { patientReader } from './patient-reader.js';
import { planLists, type PlannedList } from './plan-lists.js';
import { sitePage } from './site-page.js';
import type { ListedStream } from './streams.js';

type Context = SyncContext<ChargebeeSettings>;

interface MappedRow {
  readonly resource: Resource;
  readonly outcome: MappedResource;
}

/** Reads one stream of resources: its lists, page by page, each page published in one transaction. */
@Injectable()
export class ResourceBackfill {
  constructor(
    private readonly sessions: ChargebeeSessions,
    private readonly origins: OriginFinder,
    private readonly database: DataSource,
  ) {}

  async run(context: Context, stream: ListedStream): Promise<void> {
    const { connection, cursor, startedAt, requested } = context;
    const { lists, isWhole, from, to } = planLists({
      stream,
      startedAt,
      requested,
      settings: connection.settings,
      ...(cursor === undefined ? {} : { cursor }),
    });
    await context.window(from, to);
    const read = patientReader(this.sessions, context.held);
    for (const list of lists) {
      for await (const { resources, nextOffset } of pagesOf(read, list, isWhole ? context.resumeAt : undefined)) {
        const kept = resources.filter((resource) => list.keeps(resource));
        await this.commit(context, stream, kept, isWhole ? nextOffset : undefined);
      }
    }
    if (isWhole && context.resumeAt === undefined) await context.countAbsent(RECORD_TYPE_OF[stream.kind]);
  }

  private async commit(
    context: Context,
    { kind }: ListedStream,
    resources: readonly Resource[],
    resumeAt: string | undefined,
  ): Promise<void> {
    context.signal.throwIfAborted();
    if (resources.length === 0 && resumeAt === undefined) return;
    const { id, settings } = context.connection;
    const observedAtMs = Date.now();
    const asked = resources.map((resource) => ({ kind, resource }));
    const reading = {
      connection: id,
      timeZone: settings.timeZone,
      customFields: settings.publishes.customFields,
      origins: await this.origins.find(this.database.manager, id, asked),
    };
    const rows = resources.map((resource): MappedRow => ({ resource, outcome: mapResource(kind, resource, reading) }));
    const outcomes = rows.map(({ outcome }) => outcome);
    const position = resumeAt === undefined ? {} : { resumeAt };
    try {
      await context.commit({ ...sitePage(outcomes, observedAtMs), ...position });
    } catch (error) {
      if (!isUnpublishable(error)) throw error;
      for (const row of rows) await this.commitAlone(context, row, observedAtMs);
      await context.commit({ ...sitePage([], observedAtMs), ...position });
    }
  }

  /** One of a page that cannot be published as a whole: the record that is at fault is named, the others are told. */
  private async commitAlone(context: Context, { resource, outcome }: MappedRow, observedAtMs: number): Promise<void> {
    try {
      await context.commit(sitePage([outcome], observedAtMs));
    } catch (error) {
      if (!isUnpublishable(error) || outcome.kind !== 'mapped') throw error;
      const { record } = outcome;
      await context.commit(sitePage([unpublishable(record, error.code, resource)], observedAtMs));
    }
  }
}

/**
 * The pages of a list, from a stored offset on. One that the site no longer takes is forgotten: the list is read from its
 * beginning, and what is known of it is published once all the same.
 */
async function* pagesOf(read: Read, { query }: PlannedList, resumeAt: unknown): AsyncGenerator<ListPage, void, void> {
  const stored = typeof resumeAt === 'string' ? resumeAt : undefined;
  let page = await listResources(read, query, stored).catch((error: unknown) => {
    if (stored === undefined || !isRefusedOffset(error)) throw error;
    return listResources(read, query);
  });
  for (;;) {
    yield page;
    if (page.nextOffset === undefined) return;
    page = await listResources(read, query, page.nextOffset);
  }
}

function isRefusedOffset(error: unknown): boolean {
  const { failure } = error as { failure?: CallFailure };
  return isBridgeError(error) && failure?.apiErrorCode === 'param_wrong_value' && failure.param === 'offset';
}
