import { Inject, Injectable } from '@nestjs/common';
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
import type { GpSettings } from '../gp/connection-settings.js';
import { classifyError } from '../gp/error-classifier.js';
import type { GpGateways } from '../gp/gp-gateway.port.js';
import { GpSessions } from '../gp/gp-sessions.js';
import { isUnfitRecord } from '../gp/mapping/unfit-record.error.js';
import { decideCreditNote } from './decide-credit-note.js';
import { decideCustomer } from './decide-customer.js';
import { decideInvoice } from './decide-invoice.js';
import { decidePayment } from './decide-payment.js';
import { failed } from './outcomes.js';
import { readBack } from './read-back.js';
import { fromStoredRequest } from './stored-request.js';
import type { Surroundings } from './surroundings.js';

type Held = HeldConnection<GpSettings>;

/** A GP company as the dispatcher of deliveries sees it. */
@Injectable()
export class GpTarget implements DeliveryTarget<GpSettings> {
  /** Creates that were answered and whose completing update has not come yet: `<connection>/<key>`. */
  private readonly created = new Set<string>();

  constructor(
    private readonly connections: ConnectionRegistry<GpSettings>,
    @Inject(GpSessions) private readonly gateways: GpGateways,
  ) {}

  /** Subscriptions have no document in GP. */
  targetsFor({ record }: CanonicalEvent): readonly string[] {
    if (record.type === 'subscription') return [];
    return this.connections
      .known()
      .filter(({ settings }) => settings.accepts?.sources.includes(record.connection) === true)
      .map(({ id }) => id);
  }

  async decide({ event, held, link, links }: DecideInput<GpSettings>): Promise<Decision> {
    const { settings } = held.connection;
    const { accepts } = settings;
    if (accepts === undefined) return notAccepted(event);
    const around: Surroundings = { link, links, settings, accepts, gateway: this.gateways.of(held) };
    try {
      return await decideEvent(event, around);
    } catch (error) {
      if (isUnfitRecord(error)) return failed(error.failureClass, error.code, error.details);
      throw error;
    }
  }

  async send(request: StoredRequest, held: Held): Promise<void> {
    const call = fromStoredRequest(request);
    const gateway = this.gateways.of(held);
    switch (call.step) {
      case 'create-receivables':
        return gateway.createReceivables(call.document);
      case 'create-cash-receipt':
        return gateway.createCashReceipt(call.document);
      case 'create-customer':
        await gateway.createCustomer(call.customer);
        this.created.add(`${held.connection.id}/${request.key}`);
        return;
      case 'update-customer':
        if (this.created.delete(`${held.connection.id}/${call.completes}`)) return;
        return gateway.updateCustomer(call.customer);
    }
  }

  readBack(request: StoredRequest, held: Held): Promise<ReadBack> {
    return readBack(fromStoredRequest(request), this.gateways.of(held));
  }

  classify(error: unknown): Classification {
    return classifyError(error);
  }

  timeouts({ settings }: Connection<GpSettings>): TargetTimeouts {
    return settings.timeouts;
  }

  concurrency({ settings }: Connection<GpSettings>): number {
    return settings.maxConcurrent;
  }
}

async function decideEvent(event: CanonicalEvent, around: Surroundings): Promise<Decision> {
  if (isEventOf(event, 'customer')) return decideCustomer(event, around);
  if (isEventOf(event, 'invoice')) return decideInvoice(event, around);
  if (isEventOf(event, 'payment')) return decidePayment(event, around);
  if (isEventOf(event, 'credit-note')) return decideCreditNote(event, around);
  return notAccepted(event);
}

/** The connection stopped accepting between landing and dispatch. */
function notAccepted({ record }: CanonicalEvent): Decision {
  return failed('configuration', 'SOURCE_NOT_ACCEPTED', {
    setting: 'accepts',
    connection: record.connection,
    type: record.type,
  });
}
