import { unreadableRequest } from '../errors/request-errors.js';
import { unknownParam, wrongValue } from '../errors/param-errors.js';

/** A decoded form: `a=1&b[c][0]=2` is `{ a: '1', b: { c: { 0: '2' } } }`. */
export type FormNode = string | FormBranch;
export type FormBranch = Map<string, FormNode>;

const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/**
 * Decodes `application/x-www-form-urlencoded` text as UTF-8.
 * @throws ApiError 400 for broken percent-encoding, a malformed name, or a name sent twice.
 */
export function decodeForm(text: string): FormBranch {
  const root: FormBranch = new Map();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodeText(equals < 0 ? pair : pair.slice(0, equals));
    insert(root, name, equals < 0 ? '' : decodeText(pair.slice(equals + 1)));
  }
  return root;
}

function decodeText(raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    throw unreadableRequest('The request is not valid UTF-8 in percent-encoding');
  }
}

function insert(root: FormBranch, name: string, value: string): void {
  const steps = pathOf(name);
  let branch = root;
  for (const step of steps.slice(0, -1)) {
    const next = branch.get(step) ?? new Map<string, FormNode>();
    if (typeof next === 'string') throw wrongValue(name, 'is given both as a value and as an object');
    branch.set(step, next);
    branch = next;
  }
  const last = steps.at(-1) as string;
  if (branch.has(last)) throw wrongValue(name, 'is given more than once');
  branch.set(last, value);
}

function pathOf(name: string): string[] {
  const match = NAME.exec(name);
  if (match === null) throw unknownParam(name);
  return [match[1] as string, ...[...(match[2] as string).matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] as string)];
}
