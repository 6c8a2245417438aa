import { methodNotSupported, notFound } from '../errors/request-errors.js';
import type { Operation } from './operation.js';

const PREFIX = '/api/v2';

/** Finds the operation of a method and path. A literal segment wins over `{id}`. */
export class Router {
  private readonly byPath = new Map<string, Operation[]>();

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      this.byPath.set(operation.path, [...(this.byPath.get(operation.path) ?? []), operation]);
    }
  }

  /** @throws ApiError 404 for a path no operation has, 405 for a method this path does not have */
  find(method: string, pathname: string): { operation: Operation; id: string } {
    const { operations, id } = this.match(pathname);
    const operation = operations.find((candidate) => candidate.method === method);
    if (operation === undefined) throw methodNotSupported();
    return { operation, id };
  }

  private match(pathname: string): { operations: Operation[]; id: string } {
    if (!pathname.startsWith(`${PREFIX}/`)) throw notFound();
    const path = pathname.slice(PREFIX.length);
    const exact = this.byPath.get(path);
    if (exact !== undefined && !path.includes('{')) return { operations: exact, id: '' };
    const [, resource, rawId, ...rest] = path.split('/');
    const operations = this.byPath.get(['', resource, '{id}', ...rest].join('/'));
    if (operations === undefined || !rawId) throw notFound();
    return { operations, id: decodeSegment(rawId) };
  }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}
