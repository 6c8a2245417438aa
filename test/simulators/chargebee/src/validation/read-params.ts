import { unknownParam } from '../errors/param-errors.js';
import type { FormBranch } from '../form/form-decoder.js';
import { refuseUnknown } from './composite-fields.js';
import type { Fields, Params, ReadContext } from './field.js';
import { firstLeaf, text } from './scalar-fields.js';

/** Custom field values by name; `null` for an empty one. */
export type CustomFields = Record<string, string | null>;

/**
 * Reads a whole form by a table of fields. Names that begin with `cf_` are custom fields and must be configured on the site.
 * @throws ApiError 400 naming the first parameter that is wrong
 */
export function readParams<F extends Fields>(
  form: FormBranch,
  fields: F,
  customFields: readonly string[],
  context: ReadContext,
): { params: Params<F>; custom: CustomFields } {
  const custom: CustomFields = {};
  const plain: FormBranch = new Map();
  for (const [name, node] of form) {
    if (!name.startsWith('cf_')) plain.set(name, node);
    else if (!customFields.includes(name)) throw unknownParam(firstLeaf(node, name));
    else custom[name] = text(250).read(node, name, context) ?? null;
  }
  refuseUnknown(plain, fields, (name) => name, context);
  const params = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field.read(plain.get(name), name, context)]),
  ) as Params<F>;
  return { params, custom };
}
