import type { TableDefinition } from '../tables/column.js';
import { keyTuple, type Row, type Value } from '../tables/row.js';
import { invalidQuery } from './odata-error.js';

interface Position {
  after?: readonly Value[];
  skip?: number;
}

/** Opaque to clients: the key of the last row sent, or, where the order is not the key's, how many rows were sent. */
export function skipTokenAfter(table: TableDefinition, row: Row): string {
  return Buffer.from(JSON.stringify({ after: keyTuple(table, row) })).toString('base64url');
}

export function skipTokenAt(skip: number): string {
  return Buffer.from(JSON.stringify({ skip })).toString('base64url');
}

/** @throws ODataError 400 for a token the service did not make for this table. */
export function readSkipToken(text: string, table: TableDefinition): Position {
  try {
    const { after, skip } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Position;
    if (Array.isArray(after) && after.length === table.key.length) return { after };
    if (Number.isInteger(skip)) return { skip };
  } catch {
    // fall through: the same answer as for a well-formed token of another table
  }
  throw invalidQuery('The $skiptoken is not valid.');
}
