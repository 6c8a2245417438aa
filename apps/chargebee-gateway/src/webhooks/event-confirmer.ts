import { Injectable } from '@nestjs/common';
import { PublishedRecords, recordId } from '@ledgerbridge/eventing';
import { DataSource } from 'typeorm';
import { EVENTS_PER_PAGE, findEvents } from '../chargebee/calls/find-events.call.js';
import { retrieveEvent } from '../chargebee/calls/retrieve-event.call.js';
import type { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import type { BatchReader } from './batch-reader.js';
import { eachOf } from './each-of.js';
import { answerKey, OwnAnswers } from './own-answers.js';
import { recordOf } from './record-work.js';
import type { ResourceHint } from './resource-hint.js';
import { hintedEvent, readEvent, type SiteEvent, type ToldEvent } from './site-event.js';

/** From here on events are asked for by the page: slower to appear there, perhaps, but a hundred for one call. */
const MOST_ONE_BY_ONE = 20;
/** Calls under way at once; the pace is the session's affair. */
const AT_ONCE = 10;

/** Finds out which events the site really has, and what they are about. */
@Injectable()
export class EventConfirmer {
  constructor(
    private readonly database: DataSource,
    private readonly answers: OwnAnswers,
    private readonly published: PublishedRecords,
  ) {}

  /**
   * The events behind the receipts; those without one now are put off.
   * @throws SiteUnreadableError
   */
  async confirm(connection: string, receipts: readonly WebhookReceipt[], reader: BatchReader): Promise<ToldEvent[]> {
    const known = await this.knownWithoutAsking(connection, receipts);
    const asked = receipts.filter((receipt) => !known.has(receipt));
    const told = [...known].map(([receipt, event]) => ({ receipt, event }));
    // an event that the list did not have is asked for by itself: only that answer may end in a discard
    const fresh = asked.length > MOST_ONE_BY_ONE ? asked.filter(({ attempts }) => attempts === 0) : [];
    const rest = asked.filter((receipt) => !fresh.includes(receipt));
    for (let from = 0; from < fresh.length; from += EVENTS_PER_PAGE) {
      told.push(...(await this.askPage(fresh.slice(from, from + EVENTS_PER_PAGE), reader)));
    }
    await eachOf(rest, AT_ONCE, async (receipt) => {
      const event = await this.askOne(receipt, reader);
      if (event !== undefined) told.push({ receipt, event });
    });
    return told;
  }

  /**
   * Events the site itself listed, and echoes: what their hints name is the very answer one of our writes was given,
   * and beside it nothing newer than what is published.
   */
  private async knownWithoutAsking(
    connection: string,
    receipts: readonly WebhookReceipt[],
  ): Promise<Map<WebhookReceipt, SiteEvent>> {
    const hinted = new Map<WebhookReceipt, SiteEvent>();
    for (const receipt of receipts) {
      const event = hintedEvent(receipt);
      if (event !== undefined) hinted.set(receipt, event);
    }
    const told = [...hinted].filter(([{ source }]) => source === 'webhook').flatMap(([, { carried }]) => carried);
    const answers = await this.answers.find(connection, told);
    const records = answers.size === 0 ? [] : told.map((hint) => recordOf(connection, hint));
    const versions = await this.published.versions(this.database.manager, records);
    const isOwn = (hint: ResourceHint): boolean => answers.has(answerKey(hint));
    const isOld = (hint: ResourceHint): boolean =>
      hint.version !== undefined && hint.version <= (versions.get(recordId(recordOf(connection, hint))) ?? 0);
    for (const [receipt, { carried }] of hinted) {
      if (receipt.source === 'listed') continue;
      const isEcho = carried.some(isOwn) && carried.every((hint) => isOwn(hint) || isOld(hint));
      if (!isEcho) hinted.delete(receipt);
    }
    return hinted;
  }

  private async askPage(receipts: readonly WebhookReceipt[], reader: BatchReader): Promise<ToldEvent[]> {
    const page = await reader.ask(receipts, (read) =>
      findEvents(
        read,
        receipts.map(({ eventId }) => eventId),
      ),
    );
    if (page === undefined) return [];
    const events = new Map(page.answer.map(readEvent).map((event) => [event?.id, event]));
    const told: ToldEvent[] = [];
    for (const receipt of receipts) {
      const event = events.get(receipt.eventId);
      if (event === undefined) await reader.missing([receipt], 'unknown-event');
      else told.push({ receipt, event });
    }
    return told;
  }

  private async askOne(receipt: WebhookReceipt, reader: BatchReader): Promise<SiteEvent | undefined> {
    const asked = await reader.ask([receipt], (read) => retrieveEvent(read, receipt.eventId));
    if (asked === undefined) return undefined;
    const event = readEvent(asked.answer);
    if (event?.id === receipt.eventId) return event;
    await reader.missing([receipt], 'unknown-event');
    return undefined;
  }
}
