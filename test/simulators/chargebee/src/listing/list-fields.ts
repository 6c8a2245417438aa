import { unknownParam, wrongValue } from '../errors/param-errors.js';
import { firstLeaf, bool, int, oneOf, text } from '../validation/scalar-fields.js';
import { object } from '../validation/composite-fields.js';
import type { Field } from '../validation/field.js';
import { filterOf, type FilterKind, type Predicate } from './filters.js';

/** `<attribute>[<operator>]=<value>` as one predicate; several operators must all hold. */
export function filterField(attribute: string, kind: FilterKind): Field<Predicate> {
  return {
    required: false,
    read(node, path) {
      if (node === undefined) return undefined;
      if (typeof node === 'string') throw wrongValue(path, 'needs an operator');
      const predicates = [...node].map(([operator, value]) => {
        if (typeof value !== 'string') throw unknownParam(firstLeaf(value, `${path}[${operator}]`));
        return filterOf(attribute, kind, operator, value);
      });
      return (resource) => predicates.every((holds) => holds(resource));
    },
  };
}

/** `<attribute>=<value>` as a predicate. */
export function equalityField(attribute: string): Field<Predicate> {
  return {
    required: false,
    read(node, path) {
      if (node === undefined) return undefined;
      if (typeof node !== 'string') throw unknownParam(firstLeaf(node, path));
      return (resource) => resource[attribute] === node;
    },
  };
}

/** `limit`, `offset`, `sort_by[asc|desc]` and, where the resource can be deleted, `include_deleted`. */
export function pagingFields<const K extends string>(sortKeys: readonly K[]) {
  return {
    limit: int({ min: 1, max: 100 }),
    offset: text(1000),
    include_deleted: bool(),
    sort_by: object({ asc: oneOf(sortKeys), desc: oneOf(sortKeys) }),
  };
}
