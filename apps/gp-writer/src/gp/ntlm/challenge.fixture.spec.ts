import { encodeAvPairs, type AvPair } from './av-pairs.js';
import { FLAGS, SIGNATURE, utf16 } from './ntlm-messages.js';

export const SERVER_CHALLENGE = Buffer.from('0123456789abcdef', 'hex');
export const SERVER_FLAGS = FLAGS.unicode | FLAGS.ntlm | FLAGS.extendedSessionSecurity | FLAGS.targetInfo;

/** Target info of the specification's example. */
export const EXAMPLE_PAIRS: readonly AvPair[] = [
  { id: 2, value: utf16('Domain') },
  { id: 1, value: utf16('Server') },
];

/** A message of type 2 with its target info behind the fixed part. */
export function aChallenge({ pairs = EXAMPLE_PAIRS, flags = SERVER_FLAGS } = {}): Buffer {
  const targetInfo = encodeAvPairs(pairs);
  const head = Buffer.alloc(48);
  SIGNATURE.copy(head);
  head.writeUInt32LE(2, 8);
  head.writeUInt32LE(flags >>> 0, 20);
  SERVER_CHALLENGE.copy(head, 24);
  head.writeUInt16LE(targetInfo.length, 40);
  head.writeUInt16LE(targetInfo.length, 42);
  head.writeUInt32LE(head.length, 44);
  return Buffer.concat([head, targetInfo]);
}
