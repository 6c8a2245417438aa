import { isDeepStrictEqual } from 'node:util';
import type { FieldProblem } from '@ledgerbridge/service';
import { getSetting, type PlainObject } from './setting-path.js';

/** The immutable settings in which `given` is not what is stored. */
export function changedImmutables(
  paths: readonly string[],
  stored: PlainObject,
  given: PlainObject,
): readonly FieldProblem[] {
  return paths
    .filter((path) => !isDeepStrictEqual(getSetting(stored, path), getSetting(given, path)))
    .map((field) => ({
      field,
      message: 'cannot be changed: what was delivered belongs to it; make another connection',
    }));
}
