import { anyOf, compare, literal, type Expression } from './expression.js';

export interface BatchLimits {
  /** Largest `$filter` in nodes. */
  readonly maxNodes: number;
  /** Whether a request with this filter stays under the longest URL. */
  readonly fits: (filter: Expression) => boolean;
}

/**
 * Filters that together name every value, each as long as the service takes: `Invoice eq '1' or Invoice eq '2'`.
 * A value that does not fit even alone gets a filter of its own, which the client then refuses by name.
 */
export function* keyBatches(column: string, values: readonly string[], limits: BatchLimits): Generator<Expression> {
  let batch: [Expression, ...Expression[]] | undefined;
  for (const value of values) {
    const next = compare(column, 'eq', literal('text', value));
    if (batch === undefined) {
      batch = [next];
      continue;
    }
    const longer: [Expression, ...Expression[]] = [...batch, next];
    const filter = anyOf(longer);
    if (filter.nodes <= limits.maxNodes && limits.fits(filter)) {
      batch = longer;
    } else {
      yield anyOf(batch);
      batch = [next];
    }
  }
  if (batch !== undefined) yield anyOf(batch);
}
