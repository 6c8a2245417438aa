import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startGuarded, until, type GuardedChild } from '@ledgerbridge/testing';

export interface LoggedProcessOptions {
  readonly name: string;
  /** Script for Node, absolute. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logDir: string;
  /** Answers 200 once the process can be used. */
  readonly readyUrl: string;
  /** Told how to `kill -9` the process before it is ready; that fails while the process has no id yet. */
  readonly onLaunch?: (kill: () => Promise<void>) => void;
}

export interface LoggedProcess {
  readonly name: string;
  readonly logFile: string;
  readonly exited: Promise<number>;
  stop(): Promise<void>;
  /** `kill -9` of the process itself. */
  kill(): Promise<void>;
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;
const SHOWN_LINES = 5;

/**
 * A Node process that writes its output to a file of its own and cannot outlive this one.
 * @throws Error naming the process and its log when it ends or is not ready in time.
 */
export async function startLogged(options: LoggedProcessOptions): Promise<LoggedProcess> {
  const { name, script, readyUrl } = options;
  const logFile = join(options.logDir, `${name}.log`);
  const pidFile = `${logFile}.pid`;
  // the id of the one before may be another process's by now
  rmSync(pidFile, { force: true });
  const child = startGuarded({
    command: 'sh',
    // $0 is the log, so that no path needs quoting; the shell's process id stays that of what it becomes
    args: [
      '-c',
      'echo $$ >"$0.pid"; exec "$@" >>"$0" 2>&1',
      logFile,
      process.execPath,
      '--enable-source-maps',
      script,
      ...(options.args ?? []),
    ],
    env: { ...options.env, NODE_NO_WARNINGS: '1' },
    stopSignal: 'SIGTERM',
    graceMs: STOP_WITHIN_MS,
    removeOnExit: [pidFile],
  });
  const kill = async (): Promise<void> => {
    process.kill(pidIn(pidFile), 'SIGKILL');
    await child.exited;
  };
  options.onLaunch?.(kill);
  try {
    await waitUntilReady(child, name, logFile, readyUrl);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { name, logFile, exited: child.exited, stop: () => child.stop(), kill };
}

/** @throws Error when it is not written yet: half written it would read as 0, which is this process's own group */
function pidIn(path: string): number {
  const text = readFileSync(path, 'utf8');
  if (!/^[1-9]\d*\n$/.test(text)) throw new Error(`${path} holds no process id yet`);
  return Number(text);
}

async function waitUntilReady(child: GuardedChild, name: string, logFile: string, readyUrl: string): Promise<void> {
  const ready = until(() => answersOk(readyUrl), {
    timeoutMs: START_WITHIN_MS,
    what: `${name} being ready (log: ${logFile})`,
  });
  const ended = child.exited.then((code) => {
    throw new Error(`${name} ended with ${code}. The end of ${logFile}:\n${lastLines(logFile)}`);
  });
  // whichever loses the race must not surface as unhandled
  ended.catch(() => undefined);
  await Promise.race([ready, ended]);
}

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** All of them, or none: when one does not start, the others are stopped before its error is thrown. */
export async function startTogether(starts: readonly Promise<LoggedProcess>[]): Promise<LoggedProcess[]> {
  const outcomes = await Promise.allSettled(starts);
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return started;
  await Promise.all(started.map((process) => process.stop()));
  throw failed.reason;
}
