import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { IdempotencyRecord } from '../limits/idempotency-store.js';
import type { Put } from './unit-of-work.js';

/** One committed request. */
export interface JournalLine {
  puts: readonly Put[];
  answer?: IdempotencyRecord;
}

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/**
 * Append-only file of committed requests, one JSON line each. A line is written before the request is answered, so what was
 * answered survives a killed process; a half-written last line is cut off when the file is opened again.
 */
export class Journal {
  private readonly file: number;
  private end = 0;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.file = openSync(path, existsSync(path) ? 'r+' : 'w+');
  }

  /** Reads the complete lines, oldest first; to be called once, before the first append. */
  *read(): Generator<JournalLine> {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    let position = 0;
    for (let count = this.fill(chunk, 0); count > 0; count = this.fill(chunk, position)) {
      position += count;
      const data = Buffer.concat([rest, chunk.subarray(0, count)]);
      let start = 0;
      for (let stop = data.indexOf(NEWLINE); stop >= 0; stop = data.indexOf(NEWLINE, start)) {
        yield JSON.parse(data.toString('utf8', start, stop)) as JournalLine;
        this.end += stop + 1 - start;
        start = stop + 1;
      }
      rest = data.subarray(start);
    }
    ftruncateSync(this.file, this.end);
  }

  append(line: JournalLine): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(this.file, bytes, written, bytes.length - written, this.end + written);
    }
    this.end += bytes.length;
  }

  clear(): void {
    ftruncateSync(this.file, 0);
    this.end = 0;
  }

  close(): void {
    closeSync(this.file);
  }

  private fill(chunk: Buffer, position: number): number {
    return readSync(this.file, chunk, 0, chunk.length, position);
  }
}
