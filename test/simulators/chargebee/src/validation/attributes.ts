/** A copy without absent (`undefined`) and empty (`null`) attributes: answers leave unset attributes out. */
export function withoutEmpty<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null)) as {
    [K in keyof T]: Exclude<T[K], null>;
  };
}

/** `before` with the given changes: `null` removes an attribute, `undefined` leaves it. */
export function changed<T extends object>(before: T, changes: object): T {
  const given = Object.fromEntries(Object.entries(changes).filter(([, entry]) => entry !== undefined));
  return withoutEmpty({ ...before, ...given });
}
