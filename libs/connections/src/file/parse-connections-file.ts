import type { ConfigProblem } from '@ledgerbridge/service';
import { LineCounter, parseDocument } from 'yaml';
import { isConnectionId, SYSTEMS, type System } from '../connection.js';
import { isPlainObject, type PlainObject } from '../settings/setting-path.js';

/** An entry of the file as it stands there, before `${NAME}` is looked up. */
export interface FileEntry {
  readonly id: string;
  readonly system: System;
  readonly settings: PlainObject;
}

export interface ParsedFile {
  readonly entries: readonly FileEntry[];
  readonly problems: readonly ConfigProblem[];
}

const FILE = 'CONNECTIONS_FILE';

/** Reads the text of a connections file: YAML 1.2, of which JSON is a part. Reports every problem; never quotes the text, which holds secrets. */
export function parseConnectionsFile(text: string): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines, logLevel: 'silent' });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ code, pos }) => {
      const { line, col } = lines.linePos(pos[0]);
      return { name: FILE, expected: `well-formed YAML or JSON (line ${line}, column ${col}: ${code})` };
    });
    return { entries: [], problems };
  }
  try {
    return readRoot(document.toJS());
  } catch {
    return {
      entries: [],
      problems: [{ name: FILE, expected: 'aliases that name an anchor above them, and few of them' }],
    };
  }
}

function readRoot(root: unknown): ParsedFile {
  if (!isPlainObject(root) || !Array.isArray(root['connections'])) {
    return { entries: [], problems: [{ name: FILE, expected: 'a list named "connections" at the top' }] };
  }
  const unknown = Object.keys(root).filter((key) => key !== 'connections');
  const problems: ConfigProblem[] = unknown.map((key) => ({ name: `${FILE} ${key}`, expected: 'unknown setting' }));
  const entries: FileEntry[] = [];
  root['connections'].forEach((value: unknown, index) => {
    const entry = readEntry(value, index, problems);
    if (entry === undefined) return;
    if (entries.some(({ id }) => id === entry.id)) {
      problems.push({
        name: `connections[${entry.id}].id`,
        expected: 'a unique id; this one stands twice in the file',
      });
    } else entries.push(entry);
  });
  return { entries, problems };
}

function readEntry(value: unknown, index: number, problems: ConfigProblem[]): FileEntry | undefined {
  if (!isPlainObject(value)) {
    problems.push({ name: `connections[${index}]`, expected: 'an object with id, system and settings' });
    return undefined;
  }
  const { id, system, ...settings } = value;
  if (!isConnectionId(id)) {
    problems.push({ name: `connections[${index}].id`, expected: '1 to 40 characters of a-z, 0-9 and -' });
    return undefined;
  }
  const known = SYSTEMS.find((name) => name === system);
  if (known === undefined) {
    problems.push({ name: `connections[${id}].system`, expected: `one of ${SYSTEMS.join(', ')}` });
    return undefined;
  }
  return { id, system: known, settings };
}
