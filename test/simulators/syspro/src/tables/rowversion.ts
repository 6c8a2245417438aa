import type { Value } from './row.js';

/** SQL Server's rowversion: eight bytes that only rise, as base64. */
export function rowversion(version: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(version);
  return bytes.toString('base64');
}

export function rowversionNumber(value: Value | undefined): bigint {
  return typeof value === 'string' && value !== '' ? Buffer.from(value, 'base64').readBigUInt64BE() : 0n;
}
