import { notFound } from '../errors/request-errors.js';
import { defineOperation, type Operation } from '../operations/operation.js';
import type { Kind } from './resource.js';

/** `GET /<collection>/{id}`. */
export function retrieveOperation(kind: Kind, collection: string): Operation {
  return defineOperation({
    name: `retrieve_${kind}`,
    method: 'GET',
    path: `/${collection}/{id}`,
    fields: {},
    run: ({ unit, id, switches }) => {
      const found = unit.find(kind, id);
      if (found === undefined || (found.deleted === true && !switches.retrieveDeleted)) throw notFound();
      return { [kind]: found };
    },
  });
}
