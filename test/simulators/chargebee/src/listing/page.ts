import { wrongValue } from '../errors/param-errors.js';
import type { StoredRow } from '../store/unit-of-work.js';

/** The order of a list: by an attribute, rows of equal value by creation. Without an attribute, by creation alone. */
export interface Order {
  attribute: string | undefined;
  direction: 'asc' | 'desc';
}

interface Position {
  value: number;
  row: number;
}

/**
 * One page of rows and the offset of the next. An offset holds the sort value and the row number of the last row served, so rows
 * that move while a reader pages shift its pages, as they do in the original.
 * @throws ApiError 400 for an offset that no list gave
 */
export function pageOf(rows: StoredRow[], order: Order, limit: number, offset: string | undefined) {
  const sign = order.direction === 'asc' ? 1 : -1;
  const sorted = rows.sort((a, b) => sign * compare(positionOf(a, order), positionOf(b, order)));
  const after = offset === undefined ? undefined : parseOffset(offset);
  const start = after === undefined ? 0 : firstAfter(sorted, order, after, sign);
  const page = sorted.slice(start, start + limit);
  const last = page.at(-1);
  const more = last !== undefined && start + limit < sorted.length;
  return { page, ...(more ? { next_offset: formatOffset(positionOf(last, order)) } : {}) };
}

function firstAfter(sorted: readonly StoredRow[], order: Order, after: Position, sign: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sign * compare(positionOf(sorted[middle] as StoredRow, order), after) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

function positionOf(stored: StoredRow, order: Order): Position {
  const value = order.attribute === undefined ? 0 : stored.value[order.attribute];
  return { value: typeof value === 'number' ? value * 1000 : 0, row: stored.row };
}

function compare(a: Position, b: Position): number {
  return a.value - b.value || a.row - b.row;
}

function formatOffset(position: Position): string {
  return JSON.stringify([String(position.value), String(position.row)]);
}

function parseOffset(text: string): Position {
  const match = /^\["(\d+)","(\d+)"\]$/.exec(text);
  if (match === null) throw wrongValue('offset', 'is not an offset of this list');
  return { value: Number(match[1]), row: Number(match[2]) };
}
