import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Mutation } from './mutation.js';

const OWN_PACKAGES = '@ledgerbridge';

/** A copy of the working tree to break things in: its own sources, the installed packages of the original. */
export class TreeCopy {
  private constructor(readonly root: string) {}

  static of(original: string): TreeCopy {
    const root = mkdtempSync(join(tmpdir(), 'rules-'));
    for (const file of trackedFiles(original)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      cpSync(join(original, file), join(root, file));
    }
    linkPackages(original, root);
    return new TreeCopy(root);
  }

  /** Runs `work` while the file is changed, then puts it back. */
  async broken<T>({ file, text, becomes }: Mutation, work: () => Promise<T>): Promise<T> {
    const path = join(this.root, file);
    const whole = readFileSync(path, 'utf8');
    // a function, so that a `$` in the replacement is one
    writeFileSync(
      path,
      whole.replace(text, () => becomes),
    );
    try {
      return await work();
    } finally {
      writeFileSync(path, whole);
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Committed or not; what is ignored stays behind. */
function trackedFiles(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  return listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

/** Links to every installed package, but the workspace packages must lead to the copy. */
function linkPackages(original: string, root: string): void {
  const installed = join(original, 'node_modules');
  const linked = join(root, 'node_modules');
  mkdirSync(join(linked, OWN_PACKAGES), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== OWN_PACKAGES && name !== '.cache') symlinkSync(join(installed, name), join(linked, name));
  }
  for (const name of readdirSync(join(installed, OWN_PACKAGES))) {
    const target = readlinkSync(join(installed, OWN_PACKAGES, name));
    symlinkSync(target, join(linked, OWN_PACKAGES, name));
    const own = join('node_modules', OWN_PACKAGES, target, 'node_modules');
    if (existsSync(join(original, own))) symlinkSync(join(original, own), join(root, own));
  }
}
