const SHOWN = 8;

/** Where two lists that may hold a line several times differ, in words; empty when they hold the same. */
export function multisetDifferences(what: string, meant: readonly string[], found: readonly string[]): string[] {
  const missing = without(meant, found);
  const extra = without(found, meant);
  return [
    ...(missing.length + extra.length === 0 ? [] : [`${what}: ${found.length} found, ${meant.length} meant`]),
    ...missing.slice(0, SHOWN).map((line) => `${what}: missing ${line}`),
    ...extra.slice(0, SHOWN).map((line) => `${what}: not called for ${line}`),
  ];
}

function without(lines: readonly string[], taken: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of taken) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
