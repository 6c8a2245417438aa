import type { Column, TableDefinition } from './column.js';

/** Decimals as plain digits with the column's scale, dates as YYYY-MM-DD, rowversions as base64, text unpadded. */
export type Value = string | null;
export type Row = Record<string, Value>;

export type Collation = 'binary' | 'case-insensitive';

const withoutTrailingBlanks = (text: string): string => (text.endsWith(' ') ? text.replace(/ +$/, '') : text);

/** SQL Server's order of two values of one column: nulls first, trailing blanks of text without meaning. */
export function compareValues(column: Column, left: Value, right: Value, collation: Collation = 'binary'): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (column.kind === 'decimal') return Number(left) - Number(right);
  let a = withoutTrailingBlanks(left);
  let b = withoutTrailingBlanks(right);
  if (column.kind === 'text' && collation === 'case-insensitive') [a, b] = [a.toUpperCase(), b.toUpperCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares as many leading key columns as `tuple` has. */
export function compareToTuple(table: TableDefinition, row: Row, tuple: readonly Value[]): number {
  for (const [index, value] of tuple.entries()) {
    const column = table.key[index];
    if (column === undefined) break;
    const order = compareValues(column, row[column.name] ?? null, value);
    if (order !== 0) return order;
  }
  return 0;
}

export function keyTuple(table: TableDefinition, row: Row): Value[] {
  return table.key.map((column) => row[column.name] ?? null);
}

/** One string a primary key: equal for values SQL Server takes as equal. */
export function keyText(table: TableDefinition, row: Row): string {
  return table.key
    .map((column) => {
      const value = row[column.name] ?? '';
      return column.kind === 'decimal' ? String(Number(value)) : withoutTrailingBlanks(value);
    })
    .join('\u0000');
}
