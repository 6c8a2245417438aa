import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const NEWLINE = 0x0a;

/**
 * Append-only file of changes, one JSON line each. A line is written before the call is answered, so what was answered
 * survives a killed process; a half-written last line is cut off when the file is opened again.
 */
export class Journal<T> {
  private readonly file: number;
  private end = 0;

  constructor(private readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.file = openSync(path, existsSync(path) ? 'r+' : 'w+');
  }

  /** The complete lines, oldest first; to be called once, before the first append. */
  read(): T[] {
    const bytes = readFileSync(this.path);
    this.end = bytes.lastIndexOf(NEWLINE) + 1;
    ftruncateSync(this.file, this.end);
    const lines = bytes.toString('utf8', 0, this.end).split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
  }

  append(line: T): void {
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
}
