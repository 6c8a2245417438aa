import { defineOperation, type Operation } from '../operations/operation.js';
import { resourceAt } from '../resources/find-resource.js';
import type { Kind, Resource } from '../resources/resource.js';
import type { StoredRow } from '../store/unit-of-work.js';
import type { FilterKind, Predicate } from './filters.js';
import { equalityField, filterField, pagingFields } from './list-fields.js';
import { pageOf, type Order } from './page.js';

interface ListParts {
  name: string;
  path: string;
  kind: Kind;
  filters: Readonly<Record<string, FilterKind>>;
  sortKeys: readonly string[];
  /** Takes `limit` and `offset`, nothing else. */
  pagesOnly?: boolean;
  /** Attributes filtered by plain equality, without an operator. */
  plainFilters?: readonly string[];
  /** What of a row is shown; all of it when absent. */
  view?: (row: Resource) => Resource;
  /** For lists below one object (`/invoices/{id}/payments`): the parent's kind, and which rows are its own. */
  parent?: { kind: Kind; owns: (parent: Resource, row: Resource) => boolean };
}

const DEFAULT_LIMIT = 10;

/** `GET` of a collection: filters, order, pages of 1 to 100. */
export function listOperation(parts: ListParts): Operation {
  const filters = Object.fromEntries([
    ...Object.entries(parts.filters).map(([name, kind]) => [name, filterField(name, kind)] as const),
    ...(parts.plainFilters ?? []).map((name) => [name, equalityField(name)] as const),
  ]);
  const paging = pagingFields(parts.sortKeys);
  const { limit, offset } = paging;
  return defineOperation({
    name: parts.name,
    method: 'GET',
    path: parts.path,
    fields: { ...filters, ...(parts.pagesOnly === true ? ({ limit, offset } as typeof paging) : paging) },
    run(call) {
      const { params, unit } = call;
      const given = params as Readonly<Record<string, unknown>>;
      const predicates = Object.keys(filters).flatMap((name) => (given[name] as Predicate | undefined) ?? []);
      const parent = parts.parent === undefined ? undefined : resourceAt(call, parts.parent.kind);
      const rows: StoredRow[] = [];
      const seenUntil = unit.now - call.switches.listLagSeconds;
      for (const stored of unit.rows(parts.kind)) {
        if (stored.value.deleted === true && params.include_deleted !== true) continue;
        if (changedAt(stored.value) > seenUntil) continue;
        if (parent !== undefined && !parts.parent?.owns(parent, stored.value)) continue;
        if (predicates.every((holds) => holds(stored.value))) rows.push(stored);
      }
      const order = orderOf(params.sort_by ?? {}, call.switches.listOrder);
      const { page, ...next } = pageOf(rows, order, params.limit ?? DEFAULT_LIMIT, params.offset ?? undefined);
      const { view = (row: Resource) => row } = parts;
      return { list: page.map(({ value }) => ({ [parts.kind]: view(value) })), ...next };
    },
  });
}

/** When the row was last written, as far as it tells. */
function changedAt(row: Resource): number {
  return row.updated_at ?? Number(row.occurred_at ?? row.created_at ?? 0);
}

function orderOf(sortBy: { asc?: string | null; desc?: string | null }, standard: Order['direction']): Order {
  if (sortBy.asc) return { attribute: sortBy.asc, direction: 'asc' };
  if (sortBy.desc) return { attribute: sortBy.desc, direction: 'desc' };
  return { attribute: undefined, direction: standard };
}
