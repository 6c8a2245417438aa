import type { ClassConstructor } from 'class-transformer';
import { Command } from '../operations/command.js';
import { DeadLetter } from '../operations/dead-letter.js';
import { DeliveryChange } from '../operations/delivery.js';
import { SyncRun } from '../operations/sync-run.js';
import { CreditNote } from '../records/credit-note.js';
import { Customer } from '../records/customer.js';
import { Invoice } from '../records/invoice.js';
import { Payment } from '../records/payment.js';
import { Subscription } from '../records/subscription.js';

/** Every public contract under the `ce_dataschema` its events carry. */
export const CONTRACTS: readonly { readonly id: string; readonly contract: ClassConstructor<object> }[] = [
  { id: 'urn:ledgerbridge:schema:customer:v1', contract: Customer },
  { id: 'urn:ledgerbridge:schema:invoice:v1', contract: Invoice },
  { id: 'urn:ledgerbridge:schema:payment:v1', contract: Payment },
  { id: 'urn:ledgerbridge:schema:credit-note:v1', contract: CreditNote },
  { id: 'urn:ledgerbridge:schema:subscription:v1', contract: Subscription },
  { id: 'urn:ledgerbridge:schema:delivery:v1', contract: DeliveryChange },
  { id: 'urn:ledgerbridge:schema:sync-run:v1', contract: SyncRun },
  { id: 'urn:ledgerbridge:schema:command:v1', contract: Command },
  { id: 'urn:ledgerbridge:schema:dead-letter:v1', contract: DeadLetter },
];
