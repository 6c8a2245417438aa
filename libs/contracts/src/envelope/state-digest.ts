import { createHash } from 'node:crypto';

/** SHA-256 (hex) of a value's canonical JSON: keys sorted, undefined members left out. Equal states, equal digests. */
export function stateDigest(state: object): string {
  return createHash('sha256').update(canonicalJson(state)).digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}
