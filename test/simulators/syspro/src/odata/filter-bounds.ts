import type { Column, TableDefinition } from '../tables/column.js';
import { compareValues, type Value } from '../tables/row.js';
import type { ColumnBounds, ScanBounds } from '../tables/table.js';
import type { Comparison, FilterNode } from './filter-ast.js';

type BoundsByColumn = Map<Column, ColumnBounds>;

const lowOf = (column: Column, bounds: ColumnBounds): string | undefined =>
  bounds.values === undefined ? bounds.low : extreme(column, bounds.values, -1);
const highOf = (column: Column, bounds: ColumnBounds): string | undefined =>
  bounds.values === undefined ? bounds.high : extreme(column, bounds.values, 1);

/** The least (side −1) or greatest (side 1) of some values; undefined counts as no value. */
function extreme(column: Column, values: readonly (string | undefined)[], side: 1 | -1): string | undefined {
  return values.reduce((best, value) => {
    if (best === undefined || value === undefined) return best ?? value;
    return compareValues(column, value, best) * side > 0 ? value : best;
  }, undefined);
}

function ofComparison({ column, operator, value }: Comparison): BoundsByColumn {
  if (value === null || operator === 'ne') return new Map();
  if (operator === 'eq') return new Map([[column, { values: [value] }]]);
  return new Map([[column, operator === 'gt' || operator === 'ge' ? { low: value } : { high: value }]]);
}

function both(column: Column, a: ColumnBounds, b: ColumnBounds): ColumnBounds {
  if (a.values !== undefined && b.values !== undefined) {
    const { values } = b;
    return { values: a.values.filter((left) => values.some((right) => compareValues(column, left, right) === 0)) };
  }
  if (a.values !== undefined) return a;
  if (b.values !== undefined) return b;
  return { low: extreme(column, [a.low, b.low], 1), high: extreme(column, [a.high, b.high], -1) };
}

function either(column: Column, a: ColumnBounds, b: ColumnBounds): ColumnBounds {
  if (a.values !== undefined && b.values !== undefined) return { values: [...a.values, ...b.values] };
  const lows = [lowOf(column, a), lowOf(column, b)];
  const highs = [highOf(column, a), highOf(column, b)];
  return {
    low: lows.includes(undefined) ? undefined : extreme(column, lows, -1),
    high: highs.includes(undefined) ? undefined : extreme(column, highs, 1),
  };
}

/** What the filter proves about each column on its own. */
export function columnBounds(node: FilterNode): BoundsByColumn {
  if (node.kind === 'comparison') return ofComparison(node);
  if (node.kind === 'not') return new Map();
  const left = columnBounds(node.left);
  const right = columnBounds(node.right);
  const found: BoundsByColumn = new Map();
  for (const column of new Set([...left.keys(), ...right.keys()])) {
    const a = left.get(column);
    const b = right.get(column);
    if (a !== undefined && b !== undefined) found.set(column, (node.kind === 'and' ? both : either)(column, a, b));
    else if (node.kind === 'and') found.set(column, a ?? b ?? {});
  }
  return found;
}

function tupleOf(bounds: BoundsByColumn, key: readonly Column[]): Value[] {
  const tuple: Value[] = [];
  for (const column of key) {
    const ofColumn = bounds.get(column);
    const low = ofColumn === undefined ? undefined : lowOf(column, ofColumn);
    if (ofColumn === undefined || low === undefined) break;
    tuple.push(low);
  }
  return tuple;
}

function compareTuples(key: readonly Column[], a: readonly Value[], b: readonly Value[]): number {
  for (const [index, column] of key.entries()) {
    if (index >= a.length || index >= b.length) break;
    const order = compareValues(column, a[index] ?? null, b[index] ?? null);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Leading key values no matching row comes before; [] when the filter proves none. */
function firstKey(node: FilterNode, key: readonly Column[]): readonly Value[] {
  if (node.kind === 'or') {
    const left = firstKey(node.left, key);
    const right = firstKey(node.right, key);
    if (left.length === 0 || right.length === 0) return [];
    return compareTuples(key, left, right) <= 0 ? left : right;
  }
  const own = tupleOf(columnBounds(node), key);
  if (node.kind !== 'and') return own;
  const parts = [own, firstKey(node.left, key), firstKey(node.right, key)];
  return parts.reduce((best, part) => (compareTuples(key, part, best) > 0 ? part : best));
}

/** Where a scan may begin and which rows it may leave out. */
export function scanBounds(node: FilterNode, table: TableDefinition): ScanBounds {
  const from = firstKey(node, table.key);
  const columns = new Map([...columnBounds(node)].map(([column, bounds]) => [column.name, bounds]));
  return from.length === 0 ? { columns } : { from, columns };
}
