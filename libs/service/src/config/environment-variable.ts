import { readFileSync } from 'node:fs';
import { errorCode } from '../logging/error-code.js';
import type { ConfigProblem } from './config.error.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export type VariableReading = { readonly value: string | undefined } | { readonly problem: ConfigProblem };

/**
 * Reads `name`, or the file that `name_FILE` points to (one trailing newline dropped, as mounted secrets end with one).
 * An empty variable counts as absent. Both set is a problem: it is not for us to guess which one is meant.
 */
export function readVariable(env: Environment, name: string): VariableReading {
  const direct = env[name] === '' ? undefined : env[name];
  const file = env[`${name}_FILE`];
  if (file === undefined || file === '') return { value: direct };
  if (direct !== undefined) {
    return { problem: { name, expected: `either ${name} or ${name}_FILE, not both` } };
  }
  try {
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return { value: text === '' ? undefined : text };
  } catch (error) {
    return {
      problem: { name: `${name}_FILE`, expected: `a readable file (${errorCode(error) ?? 'it cannot be read'})` },
    };
  }
}
