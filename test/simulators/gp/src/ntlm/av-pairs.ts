/** Ids of the attributes in a target info ([MS-NLMP] 2.2.2.1). */
export const AV = {
  end: 0,
  computer: 1,
  domain: 2,
  dnsComputer: 3,
  dnsDomain: 4,
  flags: 6,
  timestamp: 7,
  channelBindings: 10,
} as const;

export type AvPairs = ReadonlyMap<number, Buffer>;

export function writeAvPairs(pairs: readonly (readonly [number, Buffer])[]): Buffer {
  const parts = [...pairs, [AV.end, Buffer.alloc(0)] as const].map(([id, value]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat(parts);
}

/** @throws RangeError for a list without its end */
export function readAvPairs(bytes: Buffer): AvPairs {
  const pairs = new Map<number, Buffer>();
  for (let at = 0; ;) {
    const id = bytes.readUInt16LE(at);
    const length = bytes.readUInt16LE(at + 2);
    if (id === AV.end) return pairs;
    pairs.set(id, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
}
