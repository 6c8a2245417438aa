import { createHash } from 'node:crypto';
import type { Customer, RecordRef } from '@ledgerbridge/contracts';
import type { MappingSettings } from '../mapping-settings.js';
import { LIMITS } from './limits.js';
import { UnfitRecordError } from './unfit-record.error.js';

/** What a document of GP does, by the letter that sets its number apart from those of the same record. */
export const DOCUMENT_LETTERS = {
  invoice: 'I',
  /** Cash receipt of a payment. */
  payment: 'P',
  /** Credit memo of a credit note. */
  'credit-note': 'C',
  /** Debit memo of a refund or reversal. */
  refund: 'D',
  /** Credit memo that undoes an invoice. */
  'invoice-undone': 'V',
  /** Debit memo that takes back a voided or deleted payment. */
  'payment-undone': 'W',
  /** Debit memo that undoes a credit note. */
  'credit-note-undone': 'X',
  /** Credit memo that undoes the debit memo of a voided or deleted refund. */
  'refund-undone': 'Y',
} as const;
export type Effect = keyof typeof DOCUMENT_LETTERS;

const PLAIN = /^[A-Z0-9-]+$/;
/** Not part of a plain id: no shortened number is ever that of another record. Not `_`, which GP's lists take for any character. */
const MARK = '.';
/** Crockford's: no I, L, O, U. */
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const HASH_DIGITS = 10;

/** GP's key of the document that has this effect for the record; the same for ever, as long as prefix and length are. */
export function documentNumberOf(effect: Effect, record: RecordRef, mapping: MappingSettings): string {
  return documentNumber({
    letter: DOCUMENT_LETTERS[effect],
    sourceId: record.sourceId,
    prefix: numberPrefix(record.connection, mapping),
    length: mapping.documentNumberLength,
  });
}

export interface DocumentNumberParts {
  readonly letter: string;
  readonly sourceId: string;
  readonly prefix: string;
  readonly length: number;
}

/**
 * `<prefix><letter><id>` where GP can carry the id as it is, else the beginning of the id and a digest of the whole:
 * `CBP16B.2M7K0QXR3D`. GP compares without regard to case, so ids with lower-case letters are never carried as they are.
 */
export function documentNumber({ letter, sourceId, prefix, length }: DocumentNumberParts): string {
  return `${prefix}${letter}${fitted(sourceId, length - prefix.length - letter.length)}`;
}

export interface GpCustomerId {
  readonly id: string;
  /** How it was found; an id of the first two is somebody's statement that this GP customer is meant. */
  readonly from: 'table' | 'field' | 'generated';
}

/**
 * The GP customer of a source customer: by `mapping.customers`, by the attribute `mapping.customerIdField`, else made of
 * its id.
 * @throws UnfitRecordError CUSTOMER_ID_DOES_NOT_FIT for an attribute longer than GP's ids
 */
export function customerIdOf(record: RecordRef, customer: Customer, mapping: MappingSettings): GpCustomerId {
  if (Object.hasOwn(mapping.customers, record.sourceId)) {
    return { id: mapping.customers[record.sourceId] ?? '', from: 'table' };
  }
  const stated = statedId(customer, mapping.customerIdField);
  if (stated !== undefined) return { id: stated, from: 'field' };
  const prefix = numberPrefix(record.connection, mapping);
  return { id: customerId({ sourceId: record.sourceId, prefix, length: mapping.customerIdLength }), from: 'generated' };
}

/** As a document's number, without a letter. */
export function customerId(parts: Omit<DocumentNumberParts, 'letter'>): string {
  return documentNumber({ ...parts, letter: '' });
}

function statedId({ attributes = {} }: Customer, field: string | undefined): string | undefined {
  if (field === undefined || !Object.hasOwn(attributes, field)) return undefined;
  const id = (attributes[field] ?? '').trim();
  if (id.length > LIMITS.customerId || /\p{C}/u.test(id)) {
    throw new UnfitRecordError('CUSTOMER_ID_DOES_NOT_FIT', `attribute ${field} holds no GP customer id`, {
      field: `attributes.${field}`,
      length: id.length,
      limit: LIMITS.customerId,
    });
  }
  return id === '' ? undefined : id;
}

function numberPrefix(connection: string, { numberPrefixes, numberPrefix: other }: MappingSettings): string {
  return Object.hasOwn(numberPrefixes, connection) ? (numberPrefixes[connection] ?? other) : other;
}

function fitted(id: string, room: number): string {
  if (id.length <= room && PLAIN.test(id)) return id;
  const hash = digestOf(id).slice(0, Math.min(HASH_DIGITS, room - MARK.length));
  const head = id
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, room - MARK.length - hash.length);
  return `${head}${MARK}${hash}`;
}

/** Of the id as JSON has it: in UTF-8 all lone surrogates would be the same. */
function digestOf(id: string): string {
  const bytes = createHash('sha256').update(JSON.stringify(id)).digest();
  return Array.from(bytes, (byte) => BASE32.charAt(byte & 31)).join('');
}
