import { ChargebeeError } from '../chargebee.errors.js';
import { isResource, type Resource } from '../reading/fields.js';
import type { Read } from './chargebee-call.js';

/** Kinds of object that the site lists, and the address of each list. */
const PATHS = {
  customer: '/customers',
  subscription: '/subscriptions',
  invoice: '/invoices',
  transaction: '/transactions',
  credit_note: '/credit_notes',
  event: '/events',
} as const;

export type ListedKind = keyof typeof PATHS;

export interface ListQuery {
  readonly kind: ListedKind;
  /** Ascending. */
  readonly sortBy: string;
  /** Bounds of one attribute in Unix seconds, both included; without `to` there is no end. */
  readonly within?: { readonly attribute: string; readonly from: number; readonly to?: number };
  readonly includeDeleted: boolean;
}

export interface ListPage {
  readonly resources: readonly Resource[];
  /** Opaque; absent on the last page. */
  readonly nextOffset?: string;
}

const MOST_PER_PAGE = 100;
/** A filter takes exactly ten digits: September 2001 to the year 2286. */
const EARLIEST_SECOND = 1_000_000_000;
const LATEST_SECOND = 9_999_999_999;

/**
 * One page of a list. Bounds are widened by a second each: whether the site's own include theirs is not documented.
 * @see https://apidocs.chargebee.com/docs/api/lists
 * @throws ChargebeeError
 */
export async function listResources(read: Read, query: ListQuery, offset?: string): Promise<ListPage> {
  const path = PATHS[query.kind];
  const parameters = new URLSearchParams({
    limit: String(MOST_PER_PAGE),
    'sort_by[asc]': query.sortBy,
    ...(query.includeDeleted ? { include_deleted: 'true' } : {}),
    ...boundsOf(query.within),
    ...(offset === undefined ? {} : { offset }),
  });
  const answer = await read(`${path}?${parameters.toString()}`);
  const { list, next_offset: nextOffset } = answer;
  if (!Array.isArray(list)) throw unexpected(path);
  const resources = list.map((entry: unknown) => {
    const resource: unknown = isResource(entry) ? entry[query.kind] : undefined;
    if (!isResource(resource)) throw unexpected(path);
    return resource;
  });
  return { resources, ...(typeof nextOffset === 'string' && nextOffset !== '' ? { nextOffset } : {}) };
}

function boundsOf(within: ListQuery['within']): Record<string, string> {
  if (within === undefined) return {};
  const from = inDigits(within.from - 1);
  return within.to === undefined
    ? { [`${within.attribute}[after]`]: String(from) }
    : { [`${within.attribute}[between]`]: `[${from},${inDigits(within.to + 1)}]` };
}

function inDigits(seconds: number): number {
  return Math.min(Math.max(seconds, EARLIEST_SECOND), LATEST_SECOND);
}

function unexpected(path: string): ChargebeeError {
  return new ChargebeeError('CHARGEBEE_UNEXPECTED_ANSWER', 'a list of another shape', { method: 'GET', path });
}
