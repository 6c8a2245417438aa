import { Inject, Injectable } from '@nestjs/common';
import type { HeldConnection } from '@ledgerbridge/connections';
import { PublishedRecords, recordId } from '@ledgerbridge/eventing';
import { LOGGER, type Logger } from '@ledgerbridge/service';
import { DataSource } from 'typeorm';
import { retrieveResource } from '../chargebee/calls/retrieve-resource.call.js';
import { ChargebeeSessions } from '../chargebee/chargebee-sessions.js';
import type { ChargebeeSettings } from '../chargebee/connection-settings.js';
import type { Resource } from '../chargebee/reading/fields.js';
import { BatchReader } from './batch-reader.js';
import { eachOf } from './each-of.js';
import { EventConfirmer } from './event-confirmer.js';
import { isVersion } from './event-content.js';
import { OpenReceipts } from './open-receipts.js';
import { answerKey, OwnAnswers } from './own-answers.js';
import { ReceiptQueue } from './receipt-queue.js';
import { RecordTaker, type RecordStates } from './record-taker.js';
import { isCurrentDue, planWork, recordOf, type RecordWork } from './record-work.js';
import { isSiteUnreadable } from './webhooks.errors.js';
import { WEBHOOK_NOW } from './webhooks.tokens.js';

type Held = HeldConnection<ChargebeeSettings>;

/** Receipts worked on together: as many as one page of events confirms. */
export const BATCH = 100;
/** Records taken in at once; each needs a database connection for a moment. */
const AT_ONCE = 4;

/** What the works of a batch have in common. */
interface Batch {
  readonly held: Held;
  readonly reader: BatchReader;
  readonly versions: ReadonlyMap<string, number>;
  readonly answers: Awaited<ReturnType<OwnAnswers['find']>>;
  readonly open: OpenReceipts;
}

/** Turns receipts that are due into records: asks the site what they are about, each record once. */
@Injectable()
export class ReceiptProcessor {
  constructor(
    private readonly database: DataSource,
    private readonly sessions: ChargebeeSessions,
    private readonly queue: ReceiptQueue,
    private readonly confirmer: EventConfirmer,
    private readonly answers: OwnAnswers,
    private readonly published: PublishedRecords,
    private readonly taker: RecordTaker,
    @Inject(WEBHOOK_NOW) private readonly now: () => number,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Works on what is due, at most a batch; how many receipts that were.
   * @throws SiteUnreadableError; what was taken in before stays so, the rest is due as before
   */
  async work(held: Held): Promise<number> {
    const { id } = held.connection;
    const receipts = await this.queue.due(id, this.now(), BATCH);
    if (receipts.length === 0) return 0;
    const read = (path: string) => this.sessions.of(held).get(path, held, 'intake');
    const log = this.logger.child({ connection: id });
    const reader = new BatchReader(read, held.signal, this.queue, this.now, log);
    const told = await this.confirmer.confirm(id, receipts, reader);
    const aboutNothing = told.filter(({ event }) => event.carried.length === 0);
    const ids = aboutNothing.map(({ receipt }) => receipt.eventId);
    await this.queue.done(this.database.manager, id, ids, 'nothing-to-carry');
    const works = planWork(told);
    const records = works.map((work) => recordOf(id, work));
    const versions = await this.published.versions(this.database.manager, records);
    const answers = await this.answers.find(id, works);
    await this.takeIn(works, { held, reader, versions, answers, open: new OpenReceipts(works) });
    return receipts.length;
  }

  private async takeIn(works: readonly RecordWork[], batch: Batch): Promise<void> {
    const { held, open } = batch;
    try {
      await eachOf(works, AT_ONCE, (work) => this.takeInOne(work, batch));
    } finally {
      await this.taker.settle(this.database.manager, held.connection.id, open.finished());
    }
  }

  /** Whatever goes wrong with one record must not keep the others waiting. */
  private async takeInOne(work: RecordWork, batch: Batch): Promise<void> {
    const { connection, signal } = batch.held;
    if (signal.aborted) return;
    try {
      const states = await this.statesOf(work, batch);
      if (states !== undefined) await this.taker.take(connection, work, states, batch.open);
    } catch (error) {
      if (isSiteUnreadable(error)) throw error;
      const { kind, id } = work;
      this.logger.error({ err: error, connection: connection.id, kind, id }, 'a record could not be taken in');
      for (const receipt of work.receipts) await this.queue.failed(receipt, 'internal', this.now());
    }
  }

  /** What there is to take in; undefined when the site does not show it and the receipts are put off. */
  private async statesOf(work: RecordWork, batch: Batch): Promise<RecordStates | undefined> {
    const { deletion, version } = work;
    const ends = deletion === undefined ? [] : [{ ...deletion.resource, deleted: true }];
    const publishedVersion = batch.versions.get(recordId(recordOf(batch.held.connection.id, work)));
    const isPublished = version !== undefined && publishedVersion !== undefined && version <= publishedVersion;
    if (!isCurrentDue(work) || isPublished) return { resources: ends, isOwn: false };
    const own = batch.answers.get(answerKey(work));
    if (own !== undefined) return { resources: [...ends, own.resource], isOwn: true };
    const current = await this.fetch(work, batch.reader);
    return current === undefined ? undefined : { resources: [...ends, current], isOwn: false };
  }

  /** The resource as the site shows it, which may lag behind its own event. */
  private async fetch(work: RecordWork, reader: BatchReader): Promise<Resource | undefined> {
    const { kind, id, receipts } = work;
    const asked = await reader.ask(receipts, (read) => retrieveResource(read, kind, id));
    if (asked === undefined) return undefined;
    const { answer } = asked;
    const isLastTry = receipts.every((receipt) => this.queue.isOverdue(receipt, this.now()));
    if (answer !== undefined && (isLastTry || !isOlder(answer, work.version))) return answer;
    await reader.missing(receipts, 'not-readable');
    return undefined;
  }
}

function isOlder({ resource_version: shown }: Resource, told: number | undefined): boolean {
  return told !== undefined && isVersion(shown) && shown < told;
}
