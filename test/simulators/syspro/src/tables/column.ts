/** How SQL Server holds the column: padded or varying text, decimal, datetime (date part only), rowversion. */
export type ColumnKind = 'text' | 'decimal' | 'date' | 'binary';

export interface Column {
  name: string;
  kind: ColumnKind;
  /** Characters of a text, digits of a decimal. */
  size: number;
  /** Digits after the decimal point. */
  scale: number;
  /** `char(n)`: values come back padded with blanks to `size`. */
  padded: boolean;
}

export interface TableDefinition {
  name: string;
  columns: readonly Column[];
  byName: ReadonlyMap<string, Column>;
  key: readonly Column[];
}

const TYPES: Record<string, ColumnKind> = { v: 'text', c: 'text', n: 'decimal', d: 'date', b: 'binary' };

function parseColumn(spec: string): Column {
  const [name, type] = spec.split(':');
  if (name === undefined || type === undefined) throw new Error(`column spec "${spec}"`);
  const kind = TYPES[type.charAt(0)];
  if (kind === undefined) throw new Error(`column type "${spec}"`);
  const [size, scale] = type.slice(1).split('.').map(Number);
  return { name, kind, size: size ?? 0, scale: scale ?? 0, padded: type.startsWith('c') };
}

/**
 * Reads a table from its compact form: `Name:v50` varchar, `Currency:c3` char, `Total:n14.2` decimal, `Day:d` datetime.
 * The rowversion column `TimeStamp` is added to every table, as in a SYSPRO company database.
 */
export function defineTable(name: string, keyNames: string, specs: string): TableDefinition {
  const columns = [...specs.trim().split(/\s+/).map(parseColumn), parseColumn('TimeStamp:b')];
  const byName = new Map(columns.map((column) => [column.name, column]));
  const key = keyNames.split(' ').map((keyName) => {
    const column = byName.get(keyName);
    if (column === undefined) throw new Error(`key column ${keyName} of ${name}`);
    return column;
  });
  return { name, columns, byName, key };
}
