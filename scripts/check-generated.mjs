import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders whose whole content `npm run generate` writes. */
const GENERATED = ['libs/contracts/schemas'];

/** Generates again and names the files that changed by it: those were stale. Resolves with an exit code. */
export async function checkGenerated(root, generate) {
  const before = digests(root);
  const code = await generate();
  if (code !== 0) return code;
  const stale = changedFiles(before, digests(root));
  for (const file of stale) console.error(`stale: ${file} (now generated again; commit it)`);
  return stale.length === 0 ? 0 : 1;
}

/** Files that were added, removed or changed between two sets of digests, sorted. */
export function changedFiles(before, after) {
  const files = new Set([...before.keys(), ...after.keys()]);
  return [...files].filter((file) => before.get(file) !== after.get(file)).sort();
}

function digests(root) {
  const found = new Map();
  for (const folder of GENERATED.filter((name) => existsSync(join(root, name)))) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      found.set(file, createHash('sha256').update(readFileSync(file)).digest('hex'));
    }
  }
  return found;
}
