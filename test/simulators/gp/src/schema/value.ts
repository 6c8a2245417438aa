/** Content of an element once its type is known: scalars as text (booleans `true` or `false`), nil as null. */
export type Value = string | null | Value[] | ValueObject;

/** Members by name; `$type` names the type where it is not the declared one. A repeating member is a list. */
export interface ValueObject {
  [member: string]: Value | undefined;
}

export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a path of members, or undefined. */
export function objectAt(value: Value | undefined, ...path: readonly string[]): ValueObject | undefined {
  const found = path.reduce<Value | undefined>((at, name) => (isObject(at) ? at[name] : undefined), value);
  return isObject(found) ? found : undefined;
}

/** The text at a path of members; undefined when a member is absent or nil. */
export function textAt(value: Value | undefined, ...path: readonly string[]): string | undefined {
  const found = path.reduce<Value | undefined>((at, name) => (isObject(at) ? at[name] : undefined), value);
  return typeof found === 'string' ? found : undefined;
}

/** The objects of a repeating member at a path; nil ones are left out. */
export function listAt(value: Value | undefined, ...path: readonly string[]): ValueObject[] {
  const found = path.reduce<Value | undefined>((at, name) => (isObject(at) ? at[name] : undefined), value);
  return Array.isArray(found) ? found.filter(isObject) : [];
}
