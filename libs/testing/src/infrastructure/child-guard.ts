import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { GuardOrder } from './guard-process.js';
import { OutputTail } from './output-tail.js';

export interface GuardedStart extends GuardOrder {
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface GuardedChild {
  /** Process id of the guard, not of the server. */
  readonly guardPid: number;
  readonly output: OutputTail;
  /** Resolves with the server's exit code (127: could not be started). */
  readonly exited: Promise<number>;
  /** Stops the server; resolves when it is gone and its temporary directories are removed. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a server that cannot outlive this process: it runs under a guard (see `guard-process.ts`) in a session of
 * its own, so that Ctrl-C reaches it only through {@link GuardedChild.stop}, in the order its owner wants.
 */
export function startGuarded(start: GuardedStart): GuardedChild {
  const { env, ...order } = start;
  const guard = spawn(process.execPath, [guardScript(), JSON.stringify(order)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    // handed on by inheritance: arguments can be read by every user of the machine, and this may hold secrets;
    // NODE_OPTIONS of a test runner (VM modules, inspectors) mean nothing to the guard
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
  });
  const output = new OutputTail();
  guard.stdout.on('data', (chunk: Buffer) => output.add(chunk));
  guard.stderr.on('data', (chunk: Buffer) => output.add(chunk));
  guard.stdin.on('error', () => undefined);
  const exited = new Promise<number>((resolve) => {
    guard.once('error', () => resolve(127));
    guard.once('close', (code) => resolve(code ?? 1));
  });
  return {
    guardPid: guard.pid ?? -1,
    output,
    exited,
    stop: async () => {
      guard.stdin.end();
      await exited;
    },
  };
}

/** From source (tests) the guard runs as TypeScript, which Node 24 strips by itself. */
function guardScript(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./guard-process.${extension}`, import.meta.url));
}
