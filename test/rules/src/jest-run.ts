import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** How each test of a spec ended, by its full title; empty when the spec could not even be loaded. */
export type Endings = ReadonlyMap<string, string>;

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A broken rule may well mean that something waits for ever. */
const LIMIT_MS = 300_000;

/** Runs one spec in the tree at `root`, only the tests whose titles hold one of `titles`, if any are given. */
export async function runSpec(root: string, spec: string, titles: readonly string[]): Promise<Endings> {
  const report = join(root, 'rules-report.json');
  rmSync(report, { force: true });
  const suite = spec.endsWith('.unit.spec.ts') ? 'unit' : 'int';
  const only = titles.length === 0 ? [] : ['-t', titles.map(asPattern).join('|')];
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '-c', `jest.${suite}.config.mjs`, '--runInBand', '--json', `--outputFile=${report}`];
  await ended(root, [...args, '--runTestsByPath', spec, ...only]);
  if (!existsSync(report)) return new Map();
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  return new Map(
    results.filter(({ status }) => status !== 'pending').map(({ fullName, status }) => [fullName, status]),
  );
}

/** Matches this text and nothing else. */
function asPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function ended(root: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'ignore',
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
      env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
    });
    child.once('close', () => resolve());
  });
}
