import 'reflect-metadata';
import classTransformerStorage from 'class-transformer/cjs/storage.js';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { CONTRACTS } from './contract-classes.js';
import { RULE_SCHEMAS } from './rule-schemas.js';

/** A JSON Schema (draft 2020-12) as plain JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const REF_PREFIX = '#/$defs/';

/**
 * One self-contained schema per public contract, by file name. Members that no schema names stay allowed: consumers
 * ignore unknown fields.
 */
export function jsonSchemas(): ReadonlyMap<string, JsonSchema> {
  const classes = validationMetadatasToSchemas({
    classTransformerMetadataStorage: classTransformerStorage.defaultMetadataStorage,
    refPointerPrefix: REF_PREFIX,
    additionalConverters: RULE_SCHEMAS,
  }) as Readonly<Record<string, JsonSchema>>;
  return new Map(CONTRACTS.map(({ id, contract }) => [`${fileName(id)}`, schemaFile(id, contract.name, classes)]));
}

function fileName(id: string): string {
  const [name, version] = id.split(':').slice(-2);
  return `${name}.${version}.json`;
}

function schemaFile(id: string, className: string, classes: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const body = classes[className];
  if (body === undefined) throw new RangeError(`no validation rules on class ${className}`);
  const names = [...referencedBy(className, classes)].sort();
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    title: className,
    ...orderKeywords(body),
    ...(names.length === 0
      ? {}
      : { $defs: Object.fromEntries(names.map((name) => [name, orderKeywords(classes[name] ?? {})])) }),
  };
}

function referencedBy(
  className: string,
  classes: Readonly<Record<string, JsonSchema>>,
  found = new Set<string>(),
): ReadonlySet<string> {
  const text = JSON.stringify(classes[className]);
  for (const [, name] of text.matchAll(/"#\/\$defs\/([A-Za-z]+)"/g)) {
    if (name !== undefined && !found.has(name)) {
      found.add(name);
      referencedBy(name, classes, found);
    }
  }
  return found;
}

/** Keywords by name, so that the order of decorators on a field never shows; the class's order of fields stays. */
function orderKeywords(schema: JsonSchema): JsonSchema {
  const ordered = Object.entries(schema).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(ordered.map(([keyword, value]) => [keyword, orderValue(keyword, value)]));
}

function orderValue(keyword: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (keyword !== 'properties') return orderKeywords(value as JsonSchema);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, orderKeywords(field as JsonSchema)]));
}
