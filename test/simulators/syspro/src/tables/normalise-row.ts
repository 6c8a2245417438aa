import type { Column, TableDefinition } from './column.js';
import type { Row, Value } from './row.js';

/** An edit the company database would not take. */
export class RowError extends Error {
  override name = 'RowError';
}

function decimalText(column: Column, value: string | number): string {
  const text = Object.is(value, -0) ? '-0' : String(value).trim();
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (match === null || fraction.length > column.scale) {
    throw new RowError(`${column.name}: not a decimal of ${column.scale} places`);
  }
  const digits = `${match[1]}${match[2]}`;
  return column.scale === 0 ? digits : `${digits}.${fraction.padEnd(column.scale, '0')}`;
}

function normaliseValue(column: Column, value: unknown): Value {
  if (value === null) return null;
  if (column.kind === 'decimal' && (typeof value === 'number' || typeof value === 'string')) {
    return decimalText(column, value);
  }
  if (typeof value !== 'string') throw new RowError(`${column.name}: text expected`);
  if (column.kind === 'date') {
    const day = value.slice(0, 10);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RowError(`${column.name}: YYYY-MM-DD expected`);
    return day;
  }
  return value;
}

/** Values of an edit in the form rows are kept in. Text longer than its column is let through on purpose. */
export function normaliseChanges(table: TableDefinition, changes: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => {
      const column = table.byName.get(name);
      if (column === undefined || column.kind === 'binary') throw new RowError(`${table.name} has no column ${name}`);
      return [name, normaliseValue(column, value)];
    }),
  );
}

function blank(column: Column): Value {
  if (column.kind === 'text') return '';
  return column.kind === 'decimal' ? decimalText(column, '0') : null;
}

const BLANKS = new WeakMap<TableDefinition, Row>();

/** A row with SYSPRO's defaults (blank text, zero, no date) where `values` says nothing. */
export function completeRow(table: TableDefinition, values: Row): Row {
  let defaults = BLANKS.get(table);
  if (defaults === undefined) {
    defaults = Object.fromEntries(table.columns.map((column) => [column.name, blank(column)]));
    BLANKS.set(table, defaults);
  }
  return { ...defaults, ...values };
}
