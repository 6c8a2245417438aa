/**
 * The guard: a process of its own between a parent and one server. It runs the server and watches its own stdin,
 * a pipe that only the parent holds. When the pipe closes (the parent stopped it, or died in any way, SIGKILL
 * included) it stops the server, then removes the directories it was told to remove.
 *
 * Started by `child-guard.ts` with a `GuardOrder` as JSON in its first argument. Needs nothing but Node, and only
 * erasable TypeScript, because the tests start it from source.
 */
import { spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';

/** What the guard is told; its environment is the server's. */
export interface GuardOrder {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  /** A directory handed over open, as descriptor 3: see `handed-over-directory.ts`. */
  readonly handOver?: string;
  /** Asks the server to stop … */
  readonly stopSignal: NodeJS.Signals;
  /** … and after this long it is killed with its whole process group. */
  readonly graceMs: number;
  readonly removeOnExit: readonly string[];
}

const CANNOT_START = 127;

const order = JSON.parse(process.argv[2] ?? '{}') as GuardOrder;
const server = spawn(order.command, [...order.args], {
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit', order.handOver === undefined ? 'ignore' : openSync(order.handOver, 'r')],
  uid: order.uid,
  gid: order.gid,
});

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  signalGroup(order.stopSignal);
  setTimeout(() => signalGroup('SIGKILL'), order.graceMs).unref();
}

function signalGroup(signal: NodeJS.Signals): void {
  if (server.pid === undefined) return;
  try {
    process.kill(-server.pid, signal);
  } catch {
    // the group is gone already
  }
}

function finish(code: number): void {
  signalGroup('SIGKILL');
  for (const directory of order.removeOnExit) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

server.once('error', (error) => {
  process.stderr.write(`guard: ${error.message}\n`);
  finish(CANNOT_START);
});
server.once('exit', (code, signal) => finish(code ?? (signal === null ? 1 : 128)));

process.stdin.resume();
process.stdin.once('end', stop);
process.stdin.once('error', stop);
process.stdin.once('close', stop);
// a broken pipe to the dead parent must not end the guard before its work is done
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
