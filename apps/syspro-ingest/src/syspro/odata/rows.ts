import { scalarText } from './exact-json.js';
import type { SysproTable } from './wire.js';

export type Rows = readonly Readonly<Record<string, unknown>>[];

/** A row's key as received: what the service compares with must be its own text. */
export function rawKey(row: Readonly<Record<string, unknown>>, table: SysproTable): string[] {
  return table.order.map(({ name }) => scalarText(row[name]) ?? '');
}

/** The key as one text, to tell rows apart. */
export function keyText(row: Readonly<Record<string, unknown>>, table: SysproTable): string {
  return joinKey(rawKey(row, table));
}

export function joinKey(parts: readonly string[]): string {
  return parts.join('\u0000');
}
