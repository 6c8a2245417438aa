import { notFound } from '../errors/request-errors.js';
import { referenceNotFound } from '../errors/param-errors.js';
import type { Switches } from '../site/switches.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import type { Kind, Resource } from './resource.js';

type Reader = { unit: UnitOfWork; switches: Switches };

/** The object a path names. @throws ApiError 404 when it is unknown or deleted */
export function resourceAt<T extends Resource>(call: Reader & { id: string }, kind: Kind): T {
  const found = call.unit.find<T>(kind, call.id);
  if (found === undefined || found.deleted === true) throw notFound();
  return found;
}

/** The object a parameter names. @throws ApiError 404 with the parameter when it is unknown or deleted */
export function resourceOf<T extends Resource>(call: Reader, kind: Kind, param: string, id: string): T {
  const found = call.unit.find<T>(kind, id);
  if (found === undefined || found.deleted === true) throw referenceNotFound(param, id);
  return found;
}
