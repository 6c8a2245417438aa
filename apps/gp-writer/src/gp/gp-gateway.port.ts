import type { HeldConnection } from '@ledgerbridge/connections';
import type { GpSettings } from './connection-settings.js';
import type { CashReceipt, GpCustomer, ReceivablesDocument, ReceivablesKind } from './documents/gp-document.js';

/** A document as GP holds it. */
export interface FoundDocument {
  readonly number: string;
  readonly customerId: string;
  readonly date: string;
  readonly currency: string;
  /** Of a receivables document its total, of a receipt its amount; as GP states it. */
  readonly amount: string;
  /** With the policy's prefix, if there is one. */
  readonly batchId?: string;
  readonly glPostingDate?: string;
  readonly description?: string;
  readonly purchaseOrder?: string;
  readonly isVoided: boolean;
}

export interface FoundCustomer {
  readonly id: string;
  readonly name?: string;
  readonly currency?: string;
  readonly classId?: string;
  readonly isActive: boolean;
  readonly isOnHold: boolean;
  /** Of the address this bridge writes. */
  readonly email?: string;
}

/** What the administrator's policy lets a create do. */
export interface CreatePolicy {
  /** `provided`: distributions are taken from us; `automatic`: GP makes them and ignores ours. */
  readonly distributions: 'provided' | 'automatic';
  /** Put before our batch ids by GP. */
  readonly batchPrefix?: string;
}

export type CreateOperation =
  | 'CreateReceivablesInvoice'
  | 'CreateReceivablesCreditMemo'
  | 'CreateReceivablesDebitMemo'
  | 'CreateCashReceipt'
  | 'CreateCustomer'
  | 'UpdateCustomer';

/**
 * The calls of one GP company that the writer needs, each through the holder's limit of calls at a time. All throw
 * GpError, with its meaning in it; `find*` answer undefined for what GP says it does not have or does not show.
 */
export interface GpGateway {
  policy(operation: CreateOperation): Promise<CreatePolicy>;
  createReceivables(document: ReceivablesDocument): Promise<void>;
  createCashReceipt(receipt: CashReceipt): Promise<void>;
  createCustomer(customer: GpCustomer): Promise<void>;
  /** Reads the customer, changes what is ours, gives it back: sets full state, may be repeated. */
  updateCustomer(customer: GpCustomer): Promise<void>;
  /** By key, then, when that shows nothing, by the list of documents with that number. */
  findReceivables(kind: ReceivablesKind, number: string): Promise<FoundDocument | undefined>;
  findCashReceipt(number: string): Promise<FoundDocument | undefined>;
  findCustomer(id: string): Promise<FoundCustomer | undefined>;
}

/** Gives the gateway of a held connection; a new tenure or a changed connection gets new sockets and policies. */
export interface GpGateways {
  /** @throws GpError LEASE_LOST for a holder whose time is over */
  of(held: HeldConnection<GpSettings>): GpGateway;
}
