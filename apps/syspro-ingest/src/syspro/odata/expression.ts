import type { KeyColumn, KeyKind } from './wire.js';

/** Part of a `$filter`; `nodes` is its size as Microsoft's OData library counts it: three a comparison, one a connective. */
export interface Expression {
  readonly text: string;
  readonly nodes: number;
  /** Whether it must stand in brackets inside `and` and `or`. */
  readonly isCompound: boolean;
}

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

const COMPARISON_NODES = 3;

/** A value of a key column as received; text in quotes, quotes inside doubled. */
export function literal(kind: KeyKind, value: string): string {
  return kind === 'number' ? value.trim() : `'${value.replaceAll("'", "''")}'`;
}

/** `written` must already be a literal. */
export function compare(column: string, operator: Operator, written: string): Expression {
  return { text: `${column} ${operator} ${written}`, nodes: COMPARISON_NODES, isCompound: false };
}

export function anyOf(parts: readonly [Expression, ...Expression[]]): Expression {
  return join('or', parts);
}

export function allOf(parts: readonly [Expression, ...Expression[]]): Expression {
  return join('and', parts);
}

function join(connective: 'and' | 'or', parts: readonly [Expression, ...Expression[]]): Expression {
  if (parts.length === 1) return parts[0];
  return {
    text: parts.map((part) => (part.isCompound ? `(${part.text})` : part.text)).join(` ${connective} `),
    nodes: parts.reduce((sum, part) => sum + part.nodes, parts.length - 1),
    isCompound: true,
  };
}

/**
 * Rows whose key comes after (`gt`) or before (`lt`) the given one in the order of the columns; OData has no tuple
 * comparison. Nested, so that each column stands twice: `a gt 1 or (a eq 1 and (b gt 2 or (b eq 2 and c gt 3)))`.
 * @param values raw, as received, one a column
 */
export function beyond(
  columns: readonly KeyColumn[],
  values: readonly string[],
  operator: 'gt' | 'lt',
  orEqual = false,
): Expression {
  const [column, ...rest] = columns;
  const [value = '', ...others] = values;
  if (column === undefined) throw new RangeError('a key has at least one column');
  const written = literal(column.kind, value);
  if (rest.length === 0)
    return compare(column.name, orEqual ? `${operator === 'gt' ? 'ge' : 'le'}` : operator, written);
  return anyOf([
    compare(column.name, operator, written),
    allOf([compare(column.name, 'eq', written), beyond(rest, others, operator, orEqual)]),
  ]);
}
