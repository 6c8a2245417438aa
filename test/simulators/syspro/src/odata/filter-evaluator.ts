import { compareValues, type Collation, type Row } from '../tables/row.js';
import type { Comparison, ComparisonOperator, FilterNode } from './filter-ast.js';

/** undefined is SQL's unknown: `not` keeps it, and a row of unknown outcome is left out. */
type Outcome = boolean | undefined;
export type RowTest = (row: Row) => Outcome;

const DECIDE: Record<ComparisonOperator, (order: number) => boolean> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};

function comparisonTest({ column, operator, value }: Comparison, collation: Collation): RowTest {
  const decide = DECIDE[operator];
  return (row) => {
    const actual = row[column.name] ?? null;
    if (value === null || actual === null) {
      if (operator === 'eq') return value === actual;
      if (operator === 'ne') return value !== actual;
      return undefined;
    }
    return decide(compareValues(column, actual, value, collation));
  };
}

/** Compiles a filter once for all rows of a scan. */
export function compileFilter(node: FilterNode, collation: Collation): RowTest {
  if (node.kind === 'comparison') return comparisonTest(node, collation);
  if (node.kind === 'not') {
    const operand = compileFilter(node.operand, collation);
    return (row) => {
      const outcome = operand(row);
      return outcome === undefined ? undefined : !outcome;
    };
  }
  const left = compileFilter(node.left, collation);
  const right = compileFilter(node.right, collation);
  const settled = node.kind === 'or';
  return (row) => {
    const first = left(row);
    if (first === settled) return settled;
    const second = right(row);
    if (second === settled) return settled;
    return first === undefined || second === undefined ? undefined : !settled;
  };
}
