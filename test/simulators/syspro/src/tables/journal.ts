import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './row.js';

/** One edit of one table. */
export type JournalEntry = { op: 'put'; table: string; row: Row } | { op: 'remove'; table: string; key: Row };

/** Edits on disk, one JSON line each, flushed before the edit is acknowledged; replayed over the seed at the next start. */
export interface Journal {
  append(entries: readonly JournalEntry[]): void;
  close(): void;
}

export const NO_JOURNAL: Journal = { append: () => undefined, close: () => undefined };

/** A data directory that was written over another seed: its edits would land on other rows. */
class SeedMismatchError extends Error {
  override name = 'SeedMismatchError';
}

interface OpenedJournal {
  journal: Journal;
  entries: JournalEntry[];
}

/** Whole lines only: a line torn by a kill was never acknowledged, and is cut off. */
function readLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  truncateSync(file, Buffer.byteLength(text.slice(0, end)));
  return text.slice(0, end).split('\n').filter(Boolean);
}

/**
 * Opens `edits.jsonl` in `directory`; its first line names the seed.
 * @throws SeedMismatchError when the file belongs to another seed.
 */
export function openJournal(directory: string, seed: string): OpenedJournal {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'edits.jsonl');
  const [head, ...lines] = readLines(file);
  if (head !== undefined && (JSON.parse(head) as { seed: string }).seed !== seed) {
    throw new SeedMismatchError(
      `${file} holds edits over another seed; use another directory or the same seed options`,
    );
  }
  const descriptor = openSync(file, 'a');
  const write = (records: readonly unknown[]) => {
    writeSync(descriptor, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    fsyncSync(descriptor);
  };
  if (head === undefined) write([{ seed }]);
  return {
    // one line an append: the edits of one call survive a kill together or not at all
    entries: lines.flatMap((line) => JSON.parse(line) as JournalEntry[]),
    journal: { append: (entries) => write([entries]), close: () => closeSync(descriptor) },
  };
}
