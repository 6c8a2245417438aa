import { normalId } from '../company/ids.js';
import { DOCUMENT_KINDS, type DocumentKind } from '../company/stored.js';
import { textAt, type ValueObject } from '../schema/value.js';
import type { RuleContext } from './rule-context.js';
import type { Problems } from './validation-failure.js';

/** The number of a new document, which no other of its type (or of all types) may have. */
export function checkNumber(
  kind: DocumentKind,
  value: ValueObject,
  { company, switches }: RuleContext,
  problems: Problems,
): string {
  const id = normalId(textAt(value, 'Key', 'Id') ?? '');
  if (id === '') problems.add('missingValue', 'Key');
  const kinds = switches.duplicateScope === 'type' ? [kind] : DOCUMENT_KINDS;
  if (kinds.some((one) => company.document(one, id) !== undefined)) problems.add('duplicateNumber', 'Key');
  return id;
}
