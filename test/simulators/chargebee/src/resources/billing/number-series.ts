import type { UnitCall } from '../../operations/operation.js';
import type { Resource } from '../resource.js';

/** The next free number of the site's own series, such as `INV-7`; numbers that imports took are passed over. */
export function nextNumber({ unit, site }: UnitCall, kind: 'invoice' | 'credit_note'): string {
  const { invoicePrefix = '', creditNotePrefix = 'CN-' } = site;
  const prefix = kind === 'invoice' ? invoicePrefix : creditNotePrefix;
  const last = Number(unit.find<Resource>('series', kind)?.last ?? 0);
  let next = last + 1;
  while (unit.find(kind, `${prefix}${next}`) !== undefined) next += 1;
  unit.patch('series', { object: 'series', id: kind, last: next });
  return `${prefix}${next}`;
}
