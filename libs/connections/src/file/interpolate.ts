import { readVariable, type ConfigProblem, type Environment } from '@ledgerbridge/service';
import { isPlainObject } from '../settings/setting-path.js';

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * Replaces `${NAME}` in every string by the environment's value (or the content of NAME_FILE's file). Runs on the
 * parsed tree, so a value is only ever a string and cannot add settings. What is put in is not looked at again.
 */
export function interpolate(value: unknown, path: string, env: Environment, problems: ConfigProblem[]): unknown {
  if (typeof value === 'string') return interpolateText(value, path, env, problems);
  if (Array.isArray(value)) return value.map((item, index) => interpolate(item, `${path}[${index}]`, env, problems));
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, interpolate(item, `${path}.${key}`, env, problems)]);
  return Object.fromEntries(entries) as unknown;
}

function interpolateText(text: string, path: string, env: Environment, problems: ConfigProblem[]): string {
  return text.replace(REFERENCE, (_, name: string) => {
    const reading = readVariable(env, name);
    if ('problem' in reading) {
      problems.push({ name: path, expected: `variable ${reading.problem.name}: ${reading.problem.expected}` });
      return '';
    }
    if (reading.value === undefined) problems.push({ name: path, expected: `variable ${name} to be set` });
    return reading.value ?? '';
  });
}
