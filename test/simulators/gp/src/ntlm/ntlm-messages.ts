/** The messages of NTLM as a server sees them; https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp 2.2.1. */
const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');
const TYPE_2_HEAD_BYTES = 56;
const MIC_START = 72;
const MIC_BYTES = 16;

export const FLAG = {
  unicode: 0x1,
  requestTarget: 0x4,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  targetIsDomain: 0x1_0000,
  extendedSessionSecurity: 0x8_0000,
  targetInfo: 0x80_0000,
  version: 0x200_0000,
  key128: 0x2000_0000,
  keyExchange: 0x4000_0000,
} as const;

export interface Type3 {
  ntResponse: Buffer;
  lmResponse: Buffer;
  domain: string;
  user: string;
  flags: number;
  sessionKey: Buffer;
  mic: Buffer;
  /** The message as it was when the client computed its MIC: sixteen zeros in its place. */
  withoutMic: Buffer;
}

/** 1, 2 or 3; undefined when the bytes are no NTLM message. */
export function messageType(bytes: Buffer): number | undefined {
  return bytes.length >= 12 && bytes.subarray(0, 8).equals(SIGNATURE) ? bytes.readUInt32LE(8) : undefined;
}

export function type1Flags(bytes: Buffer): number {
  return bytes.length >= 16 ? bytes.readUInt32LE(12) : 0;
}

export function writeType2(parts: { target: string; flags: number; challenge: Buffer; targetInfo: Buffer }): Buffer {
  const target = Buffer.from(parts.target, 'utf16le');
  const head = Buffer.alloc(TYPE_2_HEAD_BYTES);
  SIGNATURE.copy(head);
  head.writeUInt32LE(2, 8);
  writeField(head, 12, target.length, TYPE_2_HEAD_BYTES);
  head.writeUInt32LE(parts.flags >>> 0, 20);
  parts.challenge.copy(head, 24);
  writeField(head, 40, parts.targetInfo.length, TYPE_2_HEAD_BYTES + target.length);
  // Windows Server 2019, NTLM revision 15
  Buffer.from('0a0063450000000f', 'hex').copy(head, 48);
  return Buffer.concat([head, target, parts.targetInfo]);
}

/** @throws RangeError for a message that ends too early */
export function readType3(bytes: Buffer): Type3 {
  const field = (at: number): Buffer => {
    const length = bytes.readUInt16LE(at);
    const start = bytes.readUInt32LE(at + 4);
    if (start + length > bytes.length) throw new RangeError('a field lies outside the message');
    return bytes.subarray(start, start + length);
  };
  const hasMic = [12, 20, 28, 36, 44, 52].every(
    (at) => bytes.readUInt16LE(at) === 0 || bytes.readUInt32LE(at + 4) >= MIC_START + MIC_BYTES,
  );
  const withoutMic = Buffer.from(bytes);
  if (hasMic && bytes.length >= MIC_START + MIC_BYTES) withoutMic.fill(0, MIC_START, MIC_START + MIC_BYTES);
  return {
    lmResponse: field(12),
    ntResponse: field(20),
    domain: field(28).toString('utf16le'),
    user: field(36).toString('utf16le'),
    sessionKey: field(52),
    flags: bytes.readUInt32LE(60),
    mic: hasMic ? bytes.subarray(MIC_START, MIC_START + MIC_BYTES) : Buffer.alloc(0),
    withoutMic,
  };
}

function writeField(head: Buffer, at: number, length: number, start: number): void {
  head.writeUInt16LE(length, at);
  head.writeUInt16LE(length, at + 2);
  head.writeUInt32LE(start, at + 4);
}
