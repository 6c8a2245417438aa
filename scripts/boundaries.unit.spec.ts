import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { depConstraints } from './boundaries.mjs';

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly nx?: { readonly tags?: readonly string[] };
}

/** Of a project that is no package. */
interface ProjectFile {
  readonly name: string;
  readonly tags?: readonly string[];
}

const root = join(import.meta.dirname, '..');
const readManifest = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Manifest;
const projectFiles = globSync(join(root, 'test', '*', 'project.json')).map(
  (path) => JSON.parse(readFileSync(path, 'utf8')) as ProjectFile,
);

const packages = (readManifest(join(root, 'package.json')).workspaces ?? [])
  .flatMap((pattern) => globSync(join(root, pattern, 'package.json')))
  .filter((path) => existsSync(join(dirname(path), 'src')))
  .map((path) => readManifest(path));
const projects = [...packages.map(({ name, nx }) => ({ name, tags: nx?.tags })), ...projectFiles];
const constrained = new Set(depConstraints.map((constraint) => constraint.sourceTag));

describe('project boundaries', () => {
  it('given the workspaces of the root manifest, then there are projects to check', () => {
    expect(projects.length).toBeGreaterThanOrEqual(12);
  });
  it.each(projects.map(({ name, tags = [] }) => [name, tags] as const))(
    'given %s, then it has one type and one scope, and a constraint names each of its tags',
    (_name, tags) => {
      expect(tags.filter((tag) => tag.startsWith('type:'))).toHaveLength(1);
      expect(tags.filter((tag) => tag.startsWith('scope:'))).toHaveLength(1);
      expect(tags.filter((tag) => !constrained.has(tag))).toEqual([]);
    },
  );
  it('given the tags a constraint allows, then each is itself constrained', () => {
    const allowed = depConstraints.flatMap((constraint) => constraint.onlyDependOnLibsWithTags);
    expect(allowed.filter((tag) => !constrained.has(tag))).toEqual([]);
  });
});
