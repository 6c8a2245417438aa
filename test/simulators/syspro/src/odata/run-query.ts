import type { Column } from '../tables/column.js';
import { compareToTuple, compareValues, keyText, type Collation, type Row } from '../tables/row.js';
import { NO_BOUNDS, type ScanBounds, type Table } from '../tables/table.js';
import { columnBounds, scanBounds } from './filter-bounds.js';
import { compileFilter } from './filter-evaluator.js';
import type { OrderBy, Query } from './query-options.js';
import { skipTokenAfter, skipTokenAt } from './skip-token.js';

export interface QueryPolicy {
  rowCap: number;
  collation: Collation;
  /** Number that changes from request to request: shuffles rows $orderby leaves tied. */
  shuffle?: number;
}

/** Rows of one answer; `nextToken` is known once the rows were read to their end. */
export interface QueryResult {
  rows: Iterable<Row>;
  count?: number;
  nextToken(): string | undefined;
}

function boundsOf(table: Table, query: Query, collation: Collation): ScanBounds {
  // seeking compares binary: under another collation every row is looked at
  const bounds =
    query.filter !== undefined && collation === 'binary' ? scanBounds(query.filter, table.definition) : NO_BOUNDS;
  if (query.after === undefined) return bounds;
  return { ...bounds, from: query.after };
}

function* matching(table: Table, query: Query, collation: Collation): Iterable<Row> {
  const test = query.filter === undefined ? undefined : compileFilter(query.filter, collation);
  for (const row of table.scan(boundsOf(table, query, collation))) {
    if (query.after !== undefined && compareToTuple(table.definition, row, query.after) <= 0) continue;
    if (test === undefined || test(row) === true) yield row;
  }
}

/** Whether $orderby asks for what a scan gives: the key's columns ascending, those the filter fixes to one value left out. */
function isKeyOrder(table: Table, query: Query): boolean {
  const fixed = new Set<Column>();
  for (const [column, bounds] of query.filter === undefined ? [] : columnBounds(query.filter)) {
    if (bounds.values?.length === 1) fixed.add(column);
  }
  const key = table.definition.key.filter((column) => !fixed.has(column));
  const wanted = query.orderBy.filter(({ column }) => !fixed.has(column));
  return wanted.every(({ column, descending }, index) => index >= key.length || (column === key[index] && !descending));
}

function coversKey(table: Table, orderBy: readonly OrderBy[]): boolean {
  return table.definition.key.every((key) => orderBy.some(({ column }) => column === key));
}

/** Any number a key: the same for one shuffle, another for the next. */
function shuffleRank(text: string, shuffle: number): number {
  let hash = Math.imul(shuffle, 0x9e3779b1);
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function comparator(table: Table, query: Query, policy: QueryPolicy): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { column, descending } of query.orderBy) {
      const order = compareValues(column, a[column.name] ?? null, b[column.name] ?? null, policy.collation);
      if (order !== 0) return descending ? -order : order;
    }
    if (policy.shuffle === undefined) return 0;
    const { shuffle } = policy;
    return shuffleRank(keyText(table.definition, a), shuffle) - shuffleRank(keyText(table.definition, b), shuffle);
  };
}

/** The first `size` rows by `compare`, in memory for at most twice as many. */
function smallest(rows: Iterable<Row>, size: number, compare: (a: Row, b: Row) => number): Row[] {
  let kept: Row[] = [];
  for (const row of rows) {
    kept.push(row);
    if (kept.length >= size * 2 + 1000) kept = kept.sort(compare).slice(0, size);
  }
  return kept.sort(compare).slice(0, size);
}

function countOf(rows: Iterable<Row>): number {
  let count = 0;
  for (const _row of rows) count += 1;
  return count;
}

/** Runs a checked query; rows are read as they are asked for when the order allows it. */
export function runQuery(table: Table, query: Query, policy: QueryPolicy): QueryResult {
  const limit = Math.min(query.top ?? Infinity, policy.rowCap);
  const shuffled = policy.shuffle !== undefined && !coversKey(table, query.orderBy);
  const streamed = policy.collation === 'binary' && !shuffled && isKeyOrder(table, query);
  const found = matching(table, query, policy.collation);
  const ordered = streamed ? found : smallest(found, query.skip + limit + 1, comparator(table, query, policy));
  let next: string | undefined;
  const cutByServer = limit < (query.top ?? Infinity);

  function* page(): Iterable<Row> {
    let index = 0;
    let last: Row | undefined;
    for (const row of ordered) {
      index += 1;
      if (index <= query.skip) continue;
      if (index > query.skip + limit) {
        if (!cutByServer) return;
        next =
          streamed && last !== undefined ? skipTokenAfter(table.definition, last) : skipTokenAt(query.skip + limit);
        return;
      }
      last = row;
      yield row;
      if (index === query.skip + limit && !cutByServer) return;
    }
  }
  return {
    rows: page(),
    ...(query.count ? { count: countOf(matching(table, { ...query, after: undefined }, policy.collation)) } : {}),
    nextToken: () => next,
  };
}
