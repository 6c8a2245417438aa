import { wrongFormat, wrongValue } from '../errors/param-errors.js';
import type { Resource } from '../resources/resource.js';

/** What kind of filter an attribute has, which decides its operators. */
export type FilterKind = 'text' | 'time' | 'number' | 'bool' | 'choice';
export type Predicate = (resource: Resource) => boolean;
type Test = (actual: string | number | boolean | undefined) => boolean;

const DAY_SECONDS = 86_400;

const OPERATORS: Record<FilterKind, Readonly<Record<string, (value: string, path: string) => Test>>> = {
  text: {
    is: same,
    is_not: (value, path) => not(same(value, path)),
    starts_with: (value) => (actual) => typeof actual === 'string' && actual.startsWith(value),
    in: oneOfList,
    not_in: (value, path) => not(oneOfList(value, path)),
    is_present: present,
  },
  choice: {
    is: same,
    is_not: (value, path) => not(same(value, path)),
    in: oneOfList,
    not_in: (value, path) => not(oneOfList(value, path)),
    is_present: present,
  },
  time: {
    after: (value, path) => compare(seconds(value, path), (actual, bound) => actual > bound),
    before: (value, path) => compare(seconds(value, path), (actual, bound) => actual < bound),
    on: (value, path) => compare(seconds(value, path), (actual, bound) => dayOf(actual) === dayOf(bound)),
    between: (value, path) => within(value, path, seconds),
  },
  number: {
    is: (value, path) => compare(whole(value, path), (actual, bound) => actual === bound),
    is_not: (value, path) => compare(whole(value, path), (actual, bound) => actual !== bound),
    lt: (value, path) => compare(whole(value, path), (actual, bound) => actual < bound),
    lte: (value, path) => compare(whole(value, path), (actual, bound) => actual <= bound),
    gt: (value, path) => compare(whole(value, path), (actual, bound) => actual > bound),
    gte: (value, path) => compare(whole(value, path), (actual, bound) => actual >= bound),
    between: (value, path) => within(value, path, whole),
  },
  bool: { is: same },
};

/**
 * The predicate of one filter such as `updated_at[after]=1700000000`. Rows without the attribute never match a time or
 * number filter: this is how the original loses rows that have no `updated_at`.
 * @throws ApiError 400 for an operator the attribute does not have or a malformed value
 */
export function filterOf(attribute: string, kind: FilterKind, operator: string, value: string): Predicate {
  const path = `${attribute}[${operator}]`;
  const build = OPERATORS[kind][operator];
  if (build === undefined) throw wrongValue(path, 'is not an operator of this filter');
  if (value === '') throw wrongFormat(path);
  const test = build(value, path);
  return (resource) => test(resource[attribute] as string | number | boolean | undefined);
}

function same(value: string, _path: string): Test {
  return (actual) => actual !== undefined && String(actual) === value;
}

function not(test: Test): Test {
  return (actual) => !test(actual);
}

function present(value: string, path: string): Test {
  if (value !== 'true' && value !== 'false') throw wrongFormat(path);
  return (actual) => (actual !== undefined) === (value === 'true');
}

/** `["a","b"]` as the SDK sends it, or `[a,b]` as the specification's pattern shows it. */
function oneOfList(value: string, path: string): Test {
  const inner = /^\[(.*)\]$/s.exec(value)?.[1];
  if (inner === undefined) throw wrongFormat(path);
  const items = new Set(jsonStrings(value) ?? inner.split(',').map((item) => item.trim().replace(/^"(.*)"$/, '$1')));
  return (actual) => actual !== undefined && items.has(String(actual));
}

function jsonStrings(value: string): string[] | undefined {
  try {
    return (JSON.parse(value) as unknown[]).map(String);
  } catch {
    return undefined;
  }
}

function compare(bound: number, holds: (actual: number, bound: number) => boolean): Test {
  return (actual) => typeof actual === 'number' && holds(actual, bound);
}

function within(value: string, path: string, parse: (text: string, path: string) => number): Test {
  const match = /^\[\s*"?(-?\d+)"?\s*,\s*"?(-?\d+)"?\s*\]$/.exec(value);
  if (match === null) throw wrongFormat(path);
  const low = parse(match[1] as string, path);
  const high = parse(match[2] as string, path);
  return (actual) => typeof actual === 'number' && actual >= low && actual <= high;
}

function seconds(value: string, path: string): number {
  if (!/^\d{10}$/.test(value)) throw wrongFormat(path);
  return Number(value);
}

function whole(value: string, path: string): number {
  if (!/^-?\d+$/.test(value)) throw wrongFormat(path);
  return Number(value);
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_SECONDS);
}
