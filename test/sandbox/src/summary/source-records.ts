import type { SourceRow } from '../processes/simulator-controls.js';
import type { AccountedType, Facts } from './facts.js';

/** A source row as the record it is to become. */
export interface SourceRecord {
  /** `<type>/<source id>` */
  readonly record: string;
  readonly type: AccountedType;
  readonly currency: string;
  /** Credit notes are positive, as in canonical events; blank of a customer. */
  readonly amount: string;
}

const CURRENCIES: Readonly<Record<string, string>> = { R: 'ZAR', $: 'USD', EUR: 'EUR' };

export function sourceRecords({ source }: Pick<Facts, 'source'>): SourceRecord[] {
  return [
    ...source.customers.map((row) => record('customer', text(row, 'Customer'), '', '')),
    ...source.documents.map(readDocument),
    ...source.payments.map(readPayment),
  ];
}

function readDocument(row: SourceRow): SourceRecord {
  const type = text(row, 'DocumentType').toUpperCase() === 'C' ? 'credit-note' : 'invoice';
  const value = text(row, 'CurrencyValue');
  const amount = type === 'credit-note' ? value.replace(/^-/, '') : value;
  return record(type, documentId(row), text(row, 'PostCurrency'), amount);
}

function readPayment(row: SourceRow): SourceRecord {
  const sourceId = `${documentId(row)}~${text(row, 'EntryNumber')}`;
  return record('payment', sourceId, text(row, 'PostCurrency'), text(row, 'PostValue'));
}

function record(type: AccountedType, sourceId: string, code: string, amount: string): SourceRecord {
  return { record: `${type}/${sourceId}`, type, currency: CURRENCIES[code] ?? code, amount };
}

function documentId(row: SourceRow): string {
  return [text(row, 'Customer'), text(row, 'Invoice'), text(row, 'DocumentType').toUpperCase()].join('~');
}

function text(row: SourceRow, column: string): string {
  return (row[column] ?? '').trim();
}
