import { normalId } from '../company/ids.js';
import { isObject, textAt, type ValueObject } from '../schema/value.js';

type Compare = (a: string, b: string) => number;

/** Texts as the database collates them: case and blanks at the end do not count. */
const byText: Compare = (a, b) => {
  const [left, right] = [normalId(a), normalId(b)];
  return left < right ? -1 : Number(left > right);
};

/** Times without zone, to the second. */
const byTime: Compare = (a, b) => Date.parse(`${a.slice(0, 19)}Z`) - Date.parse(`${b.slice(0, 19)}Z`);

/** Whether a text meets a restriction; `%` and `_` in Like are those of SQL (unverified for the service). */
export function likes(restriction: ValueObject | undefined, text: string): boolean {
  const pattern = textAt(restriction, 'Like');
  if (pattern !== undefined && pattern !== '' && !matchesLike(pattern, text)) return false;
  return within(restriction, text, byText);
}

export function between(restriction: ValueObject | undefined, time: string): boolean {
  return within(restriction, time, byTime);
}

/** Whether a text is one of a restriction's, for lists of enum literals. */
export function isOneOf(restriction: ValueObject | undefined, literal: string): boolean {
  return within(restriction, literal, byText);
}

/** Equality, items and bounds; what is absent, nil or empty restricts nothing. */
export function within(restriction: ValueObject | undefined, value: string, compare: Compare): boolean {
  if (restriction === undefined) return true;
  const test = (member: string, holds: (order: number) => boolean): boolean => {
    const bound = textAt(restriction, member);
    return bound === undefined || bound === '' || holds(compare(value, bound));
  };
  const items = itemsOf(restriction);
  return (
    (items.length === 0 || items.some((item) => compare(value, item) === 0)) &&
    test('EqualValue', (order) => order === 0) &&
    test('NotEqualValue', (order) => order !== 0) &&
    test('From', (order) => order >= 0) &&
    test('To', (order) => order <= 0) &&
    test('GreaterThan', (order) => order > 0) &&
    test('LessThan', (order) => order < 0)
  );
}

function itemsOf(restriction: ValueObject): string[] {
  const { Items: items } = restriction;
  if (!isObject(items)) return [];
  return Object.values(items)
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter((item) => typeof item === 'string');
}

function matchesLike(pattern: string, text: string): boolean {
  const escaped = normalId(pattern).replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 's').test(normalId(text));
}
