import {
  addDecimals,
  stateDigest,
  toDecimalString,
  type CreditNote,
  type Differences,
  type DocumentLine,
  type Invoice,
  type Payment,
} from '@ledgerbridge/contracts';
import { isSalesLine } from './amounts.js';
import type { MappedCustomer } from './customer.mapper.js';

/** What a source document says that GP cannot take back: amounts in plain form, `''` for what it does not say. */
export type Facts = Readonly<Record<string, string>>;

/**
 * What a link keeps of a delivered document. Made of the record alone: changed settings never make a document that is in
 * GP look changed.
 */
export interface DocumentFingerprint {
  readonly facts: Facts;
  /** The document that undoes it is in GP too. */
  readonly isUndone: boolean;
}

export function salesFacts(document: Invoice | CreditNote): Facts {
  const { customerId, currency, issuedOn, lines, totals } = document;
  const sum = (test: (line: DocumentLine) => boolean) => addDecimals(...lines.filter(test).map((line) => line.amount));
  return {
    customer: customerId,
    date: issuedOn,
    currency,
    sales: sum(isSalesLine),
    freight: sum(({ kind }) => kind === 'freight'),
    miscellaneous: sum(({ kind }) => kind === 'miscellaneous'),
    discount: toDecimalString(totals.discount),
    tax: toDecimalString(totals.tax),
    rounding: toDecimalString(totals.rounding),
    total: toDecimalString(totals.total),
    ...('kind' in document
      ? { due: document.dueOn ?? '', purchaseOrder: document.purchaseOrder ?? '' }
      : { reason: (document.reason ?? '').toLowerCase() }),
  };
}

export function paymentFacts({ kind, customerId, paidOn, currency, amount }: Payment): Facts {
  return { kind, customer: customerId, date: paidOn, currency, amount: toDecimalString(amount) };
}

export function writeFingerprint({ facts, isUndone }: DocumentFingerprint): string {
  return JSON.stringify(isUndone ? { ...facts, undone: 'yes' } : facts);
}

/** Undefined for none, and for what another version wrote in a form of its own. */
export function readFingerprint(text: string | undefined): DocumentFingerprint | undefined {
  const members = parsed(text);
  if (members === undefined) return undefined;
  const { undone, ...facts } = members;
  return { facts, isUndone: undone !== undefined };
}

/** `ours` is what the record says now, `theirs` what was delivered. A fact only one of them knows is of another version. */
export function compareFacts(now: Facts, delivered: Facts): Differences {
  const changed = Object.entries(now).flatMap(([fact, ours]) => {
    const theirs = Object.hasOwn(delivered, fact) ? delivered[fact] : undefined;
    return theirs === undefined || theirs === ours ? [] : [[fact, { ours, theirs }] as const];
  });
  return Object.fromEntries(changed);
}

/** All that GP is told of a customer, as a digest: it is personal; what was left out is named. */
export function customerFingerprint({ customer, notes }: MappedCustomer): string {
  return JSON.stringify({ digest: stateDigest(customer).slice(0, 32), ...(notes.length === 0 ? {} : { notes }) });
}

function parsed(text: string | undefined): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isFacts(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFacts(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => typeof member === 'string');
}
