import { Injectable } from '@nestjs/common';
import { isEventOf, type CanonicalEvent } from '@ledgerbridge/contracts';
import { ConnectionRegistry, type Connection, type HeldConnection } from '@ledgerbridge/connections';
import type {
  Classification,
  DecideInput,
  Decision,
  DeliveryTarget,
  ReadBack,
  StoredRequest,
  TargetTimeouts,
} from '@ledgerbridge/eventing';
import { ChargebeeSessions } from '../chargebee/chargebee-sessions.js';
import type { ChargebeeSettings } from '../chargebee/connection-settings.js';
import { classifyError } from '../chargebee/error-classifier.js';
import { concurrencyOf } from '../chargebee/pace/concurrency.js';
import { OwnAnswers } from '../webhooks/own-answers.js';
import { decideCreditNote } from './decide-credit-note.js';
import { decideCustomer } from './decide-customer.js';
import { decideInvoice } from './decide-invoice.js';
import { decidePayment } from './decide-payment.js';
import { readBack } from './read-back.js';
import { fromStoredRequest } from './stored-request.js';
import { siteReader, type Surroundings } from './surroundings.js';

type Held = HeldConnection<ChargebeeSettings>;

/** A Chargebee site as the dispatcher of deliveries sees it. */
@Injectable()
export class ChargebeeTarget implements DeliveryTarget<ChargebeeSettings> {
  constructor(
    private readonly connections: ConnectionRegistry<ChargebeeSettings>,
    private readonly sessions: ChargebeeSessions,
    private readonly answers: OwnAnswers,
  ) {}

  targetsFor({ record }: CanonicalEvent): readonly string[] {
    if (record.type === 'subscription') return [];
    return this.connections
      .known()
      .filter(({ settings }) => settings.accepts?.sources.includes(record.connection) === true)
      .map(({ id }) => id);
  }

  async decide({ event, held, link, links }: DecideInput<ChargebeeSettings>): Promise<Decision> {
    const { accepts, timeZone } = held.connection.settings;
    if (accepts === undefined) return notAccepted(event);
    if (isEventOf(event, 'customer')) return decideCustomer(event, link, accepts);
    const around: Surroundings = { link, links, accepts, timeZone, site: siteReader(this.reader(held)) };
    return decideDocument(event, around);
  }

  async send(request: StoredRequest, held: Held): Promise<void> {
    const { completes, key, ...call } = fromStoredRequest(request);
    const session = this.sessions.of(held);
    if (completes !== undefined && session.created.has(completes)) {
      if (call.step === 'update-billing-info') session.created.delete(completes);
      return;
    }
    const answer = await session.post(call, key, held);
    if (call.step === 'create-customer') session.created.add(key);
    const { id, settings } = held.connection;
    if (settings.webhook !== undefined) await this.answers.keep(id, answer);
  }

  readBack(request: StoredRequest, held: Held): Promise<ReadBack> {
    return readBack(fromStoredRequest(request), this.reader(held), held.connection.settings.timeZone);
  }

  classify(error: unknown): Classification {
    return classifyError(error);
  }

  timeouts({ settings }: Connection<ChargebeeSettings>): TargetTimeouts {
    return settings.timeouts;
  }

  concurrency({ settings }: Connection<ChargebeeSettings>): number {
    return concurrencyOf(settings).write;
  }

  private reader(held: Held) {
    return (path: string) => this.sessions.of(held).get(path, held);
  }
}

async function decideDocument(event: CanonicalEvent, around: Surroundings): Promise<Decision> {
  if (isEventOf(event, 'invoice')) return decideInvoice(event, around);
  if (isEventOf(event, 'credit-note')) return decideCreditNote(event, around);
  if (isEventOf(event, 'payment')) return decidePayment(event, around);
  return notAccepted(event);
}

/** The connection stopped accepting between landing and dispatch. */
function notAccepted({ record }: CanonicalEvent): Decision {
  return {
    kind: 'failed',
    failureClass: 'configuration',
    code: 'SOURCE_NOT_ACCEPTED',
    details: { setting: 'accepts', connection: record.connection, type: record.type },
  };
}
