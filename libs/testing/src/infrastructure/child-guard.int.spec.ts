import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { until } from '../fixtures/until.js';
import { startGuarded } from './child-guard.js';
import type { GuardOrder } from './guard-process.js';

/** Prints its own pid and that of a child of its own, then never ends; with `deaf` it ignores SIGTERM. */
const server = (deaf: boolean) => `
  ${deaf ? "process.on('SIGTERM', () => undefined);" : ''}
  const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  console.log('pids ' + process.pid + ' ' + child.pid + ' end');
  setInterval(() => 0, 1000);`;

const orderFor = (script: string, order: Partial<GuardOrder> = {}): GuardOrder => ({
  command: process.execPath,
  args: ['-e', script],
  stopSignal: 'SIGTERM',
  graceMs: 300,
  removeOnExit: [],
  ...order,
});

const pidsIn = (output: string) => /pids (\d+) (\d+) end/.exec(output)?.slice(1).map(Number);
const temporary = () => mkdtemp(join(tmpdir(), 'ledgerbridge-guard-spec-'));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a guarded child', () => {
  it.each([
    ['that listens to SIGTERM', false],
    ['that ignores SIGTERM', true],
  ])('given a server %s, when stopped, then it, its own children and its directory are gone', async (_case, deaf) => {
    const dir = await temporary();
    const child = startGuarded(orderFor(server(deaf), { removeOnExit: [dir] }));
    const pids = await until(() => pidsIn(child.output.text()), { what: 'the server' });
    await child.stop();
    await child.stop();
    for (const pid of pids) await until(() => !isAlive(pid), { what: `the end of ${pid}` });
    expect(existsSync(dir)).toBe(false);
  });

  it('given a server that ends by itself, then its exit code and last words are known', async () => {
    const child = startGuarded(orderFor("console.error('cannot go on'); process.exit(3)"));
    await expect(child.exited).resolves.toBe(3);
    expect(child.output.text()).toBe('cannot go on');
  });

  it('given a program that does not exist, then ends with 127 and says so', async () => {
    const child = startGuarded(orderFor('', { command: '/no/such/program' }));
    await expect(child.exited).resolves.toBe(127);
    expect(child.output.text()).toContain('/no/such/program');
  });

  it('given a parent killed with SIGKILL, then the server, its children and its directory are gone', async () => {
    const dir = await temporary();
    const parent = spawnParent(orderFor(server(true), { removeOnExit: [dir] }));
    const pids = await until(() => pidsIn(parent.output()), { what: 'the server below the parent' });
    process.kill(parent.pid, 'SIGKILL');
    for (const pid of pids) await until(() => !isAlive(pid), { what: `the end of ${pid}` });
    await until(() => !existsSync(dir), { what: 'the removal of its directory' });
  });
});

/** A process of its own that starts a guarded child from source and repeats what that says. */
function spawnParent(order: GuardOrder): { pid: number; output: () => string } {
  const resolveSources = `import { registerHooks } from 'node:module';
    registerHooks({ resolve: (name, context, next) =>
      next(name.startsWith('.') ? name.replace(/\\.js$/, '.ts') : name, context) });`;
  const guard = new URL('./child-guard.ts', import.meta.url).href;
  const script = `const { startGuarded } = await import(${JSON.stringify(guard)});
    const child = startGuarded(${JSON.stringify(order)});
    setInterval(() => console.log(child.output.text()), 50);`;
  const hooks = `data:text/javascript,${encodeURIComponent(resolveSources)}`;
  const parent = spawn(process.execPath, ['--import', hooks, '--input-type=module', '-e', script], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let output = '';
  parent.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  parent.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { pid: parent.pid ?? -1, output: () => output };
}
