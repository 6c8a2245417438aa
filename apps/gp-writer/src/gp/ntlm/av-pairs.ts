import { NtlmError } from './ntlm.errors.js';

/** Attributes of the target info that matter here, MS-NLMP 2.2.2.1. */
export const AV = { eol: 0, flags: 6, timestamp: 7, targetName: 9, channelBindings: 10 } as const;

export interface AvPair {
  readonly id: number;
  readonly value: Buffer;
}

const HEAD = 4;

/** @throws NtlmError NTLM_MALFORMED when a pair is longer than what is there, or the list has no end */
export function parseAvPairs(bytes: Buffer): AvPair[] {
  const pairs: AvPair[] = [];
  for (let at = 0; at + HEAD <= bytes.length;) {
    const id = bytes.readUInt16LE(at);
    if (id === AV.eol) return pairs;
    const end = at + HEAD + bytes.readUInt16LE(at + 2);
    if (end > bytes.length) throw new NtlmError('NTLM_MALFORMED', 'an attribute of the challenge is cut off');
    pairs.push({ id, value: bytes.subarray(at + HEAD, end) });
    at = end;
  }
  if (bytes.length > 0) throw new NtlmError('NTLM_MALFORMED', 'the attributes of the challenge have no end');
  return pairs;
}

/** With the end mark. */
export function encodeAvPairs(pairs: readonly AvPair[]): Buffer {
  return Buffer.concat(
    [...pairs, { id: AV.eol, value: Buffer.alloc(0) }].flatMap(({ id, value }) => [head(id, value), value]),
  );
}

function head(id: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(HEAD);
  bytes.writeUInt16LE(id);
  bytes.writeUInt16LE(value.length, 2);
  return bytes;
}

/** The pairs with this one in the place of those with its id. */
export function withAvPair(pairs: readonly AvPair[], pair: AvPair): AvPair[] {
  return [...pairs.filter(({ id }) => id !== pair.id), pair];
}
