export type PlainObject = Record<string, unknown>;

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parentOf(settings: PlainObject, path: string): { parent: PlainObject; key: string } | undefined {
  const keys = path.split('.');
  const key = keys.pop();
  let parent: unknown = settings;
  for (const step of keys) parent = isPlainObject(parent) && Object.hasOwn(parent, step) ? parent[step] : undefined;
  return isPlainObject(parent) && key !== undefined ? { parent, key } : undefined;
}

/** The value at a dotted path; undefined when it or an object above it is absent. */
export function getSetting(settings: PlainObject, path: string): unknown {
  const place = parentOf(settings, path);
  return place && Object.hasOwn(place.parent, place.key) ? place.parent[place.key] : undefined;
}

/** True when the object that would hold the setting is there. */
export function hasPlaceFor(settings: PlainObject, path: string): boolean {
  return parentOf(settings, path) !== undefined;
}

/** Sets the value in place when the object that holds it is there; undefined removes it. */
export function setSetting(settings: PlainObject, path: string, value: unknown): void {
  const place = parentOf(settings, path);
  if (place === undefined) return;
  if (value === undefined) delete place.parent[place.key];
  else place.parent[place.key] = value;
}
