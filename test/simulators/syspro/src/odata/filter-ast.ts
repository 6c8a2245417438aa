import type { Column } from '../tables/column.js';
import type { Value } from '../tables/row.js';

export const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type ComparisonOperator = (typeof COMPARISONS)[number];

export interface Comparison {
  kind: 'comparison';
  operator: ComparisonOperator;
  column: Column;
  /** In the form rows hold values; null for the literal `null`. */
  value: Value;
}

export type FilterNode =
  Comparison | { kind: 'and' | 'or'; left: FilterNode; right: FilterNode } | { kind: 'not'; operand: FilterNode };

/** Nodes as Microsoft's OData library counts them: a comparison is an operator, a property and a constant. */
export function countNodes(node: FilterNode): number {
  if (node.kind === 'comparison') return 3;
  if (node.kind === 'not') return 1 + countNodes(node.operand);
  return 1 + countNodes(node.left) + countNodes(node.right);
}
