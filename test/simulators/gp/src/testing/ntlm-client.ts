import { randomBytes } from 'node:crypto';
import { AV, readAvPairs, writeAvPairs } from '../ntlm/av-pairs.js';
import { hmacMd5, ntowfV2, utf16 } from '../ntlm/ntlm-crypto.js';
import type { Credentials } from '../ntlm/verify-type3.js';

const HEAD_BYTES = 88;
/** unicode, request target, NTLM, always sign, extended session security, target info */
const FLAGS = 0x88_8205;

export function type1Message(): Buffer {
  const message = Buffer.alloc(32);
  message.write('NTLMSSP\0', 'latin1');
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(FLAGS, 12);
  return message;
}

/** What a test's client does otherwise than the plainest one. */
export interface Habits {
  clientTime?: bigint;
  withoutMicFlag?: boolean;
  wrongMic?: boolean;
  v1?: boolean;
  /** Hash of the TLS channel; a plain client sends none. */
  channelBindings?: Buffer;
}

/** The answer to a challenge, as a client of NTLMv2 gives it. */
export function type3Message(type1: Buffer, type2: Buffer, who: Credentials, habits: Habits = {}): Buffer {
  const info = type2.subarray(type2.readUInt32LE(44), type2.readUInt32LE(44) + type2.readUInt16LE(40));
  const pairs = [...readAvPairs(info)];
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE(habits.clientTime ?? 0n);
  const sent = readAvPairs(info).get(AV.timestamp);
  const flagged = sent === undefined || habits.withoutMicFlag ? [] : [[AV.flags, Buffer.from([2, 0, 0, 0])] as const];
  const bound = habits.channelBindings === undefined ? [] : [[AV.channelBindings, habits.channelBindings] as const];
  const temp = Buffer.concat([
    Buffer.from('0101000000000000', 'hex'),
    habits.clientTime === undefined ? (sent ?? time) : time,
    randomBytes(8),
    Buffer.alloc(4),
    writeAvPairs([...pairs, ...flagged, ...bound]),
    Buffer.alloc(4),
  ]);
  const key = ntowfV2(who.password, who.user, who.domain);
  const proof = hmacMd5(key, type2.subarray(24, 32), temp);
  const response = habits.v1 ? Buffer.alloc(24, 1) : Buffer.concat([proof, temp]);
  const message = assemble([
    Buffer.alloc(24),
    response,
    utf16(who.domain),
    utf16(who.user),
    utf16('TEST'),
    Buffer.alloc(0),
  ]);
  if (sent !== undefined && !habits.wrongMic) hmacMd5(hmacMd5(key, proof), type1, type2, message).copy(message, 72);
  return message;
}

function assemble(fields: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write('NTLMSSP\0', 'latin1');
  head.writeUInt32LE(3, 8);
  let start = HEAD_BYTES;
  fields.forEach((field, index) => {
    const at = 12 + index * 8;
    head.writeUInt16LE(field.length, at);
    head.writeUInt16LE(field.length, at + 2);
    head.writeUInt32LE(start, at + 4);
    start += field.length;
  });
  head.writeUInt32LE(FLAGS, 60);
  return Buffer.concat([head, ...fields]);
}
