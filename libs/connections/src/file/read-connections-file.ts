import { readFileSync } from 'node:fs';
import { ConfigError, errorCode, type ConfigProblem, type Environment } from '@ledgerbridge/service';
import type { ConnectionDefinition } from '../connection.js';
import { checkSettings } from '../settings/check-settings.js';
import type { PlainObject } from '../settings/setting-path.js';
import { interpolate } from './interpolate.js';
import { parseConnectionsFile, type FileEntry } from './parse-connections-file.js';

/** A connection of the file that belongs to this service: checked, secrets still inside. */
export interface FileConnection {
  readonly id: string;
  readonly settings: PlainObject;
}

/**
 * Reads this service's connections from CONNECTIONS_FILE.
 * @throws ConfigError listing everything wrong in the file: connection, path, what is expected; never a value.
 */
export function readConnectionsFile<S extends object>(
  path: string,
  definition: ConnectionDefinition<S>,
  env: Environment,
): FileConnection[] {
  const { entries, problems } = parseConnectionsFile(readText(path));
  const found = [...problems];
  const own = entries.filter((entry) => entry.system === definition.system);
  const connections = own.map((entry) => readConnection(entry, definition, env, found));
  if (found.length > 0) throw new ConfigError(found);
  return connections;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const expected = `the path of a readable file (${errorCode(error) ?? 'it cannot be read'})`;
    throw new ConfigError([{ name: 'CONNECTIONS_FILE', expected }]);
  }
}

function readConnection<S extends object>(
  entry: FileEntry,
  definition: ConnectionDefinition<S>,
  env: Environment,
  found: ConfigProblem[],
): FileConnection {
  const name = `connections[${entry.id}]`;
  const missing: ConfigProblem[] = [];
  const settings = interpolate(entry.settings, name, env, missing) as PlainObject;
  found.push(...missing);
  const checked = checkSettings(definition, settings);
  if (!checked.ok) {
    const broken = checked.problems.map(({ field, message }) => ({
      name: field === '' ? name : `${name}.${field}`,
      expected: message,
    }));
    // an absent variable makes its setting wrong: one report of it is enough
    found.push(...broken.filter((problem) => !missing.some((known) => known.name === problem.name)));
  }
  return { id: entry.id, settings };
}
