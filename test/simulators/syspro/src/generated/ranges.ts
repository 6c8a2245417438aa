import { compareValues } from '../tables/row.js';
import type { Column } from '../tables/column.js';
import type { ColumnBounds } from '../tables/table.js';

/** Positions from `first` to `end`, the last one left out. */
export interface Range {
  first: number;
  end: number;
}

/** First position in [0, size) where `reached` holds, `size` when nowhere; `reached` must not fall back to false. */
export function firstWhere(size: number, reached: (position: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Positions whose value (rising with the position) can lie within the bounds. */
export function rangeWithin(
  size: number,
  column: Column,
  bounds: ColumnBounds | undefined,
  valueAt: (position: number) => string,
): Range {
  if (bounds === undefined) return { first: 0, end: size };
  const sorted = bounds.values === undefined ? [] : [...bounds.values].sort((a, b) => compareValues(column, a, b));
  const low = bounds.values === undefined ? bounds.low : sorted[0];
  const high = bounds.values === undefined ? bounds.high : sorted.at(-1);
  if (bounds.values?.length === 0) return { first: 0, end: 0 };
  return {
    first: low === undefined ? 0 : firstWhere(size, (at) => compareValues(column, valueAt(at), low) >= 0),
    end: high === undefined ? size : firstWhere(size, (at) => compareValues(column, valueAt(at), high) > 0),
  };
}

export function intersect(a: Range, b: Range): Range {
  return { first: Math.max(a.first, b.first), end: Math.min(a.end, b.end) };
}
