import type { Row } from '../tables/row.js';
import type { DocumentRows } from './document-rows.js';

/** Summary and lines of a document whose header alone is visible. */
export type WithheldRows = Pick<DocumentRows, 'summaries' | 'details'>;

export function withheldRow({ invoice, summaries, details }: DocumentRows): Row {
  return {
    Customer: invoice['Customer'] ?? '',
    Invoice: invoice['Invoice'] ?? '',
    DocumentType: invoice['DocumentType'] ?? '',
    Rows: JSON.stringify({ summaries, details } satisfies WithheldRows),
  };
}

export function readWithheld(row: Row): WithheldRows {
  return JSON.parse(row['Rows'] ?? '{"summaries":[],"details":[]}') as WithheldRows;
}
