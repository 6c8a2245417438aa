import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGuarded, until } from '@ledgerbridge/testing';
import { repository } from './repository.js';

/** Variables of a service: the documented ones and nothing else reaches it. */
export type ServiceEnvironment = Readonly<Record<string, string>>;

export interface ServiceProcess {
  readonly service: string;
  readonly url: string;
  /** What it printed, of all its starts. */
  readonly logFile: string;
  /** SIGTERM. Resolves with the exit code. */
  terminate(): Promise<number>;
  /** SIGKILL, as a node that loses power. */
  kill(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/** Empties the environment, enters $1, notes the process id beside the log $0 and becomes the rest of the arguments. */
const LAUNCH = 'log=$0; cd "$1" && shift && echo $$ >"$log.pid" && exec "$@" >>"$log" 2>&1';

/**
 * `node dist/apps/<service>/main.js` as an operator starts it: from the given directory, with the given variables only.
 * Resolves when it is ready. It cannot outlive this process.
 * @throws Error with the end of its log when it ends before that.
 */
export async function startServiceProcess(
  service: string,
  env: ServiceEnvironment & { readonly PORT: string },
  directory: string,
): Promise<ServiceProcess> {
  const logFile = join(directory, `${service}.log`);
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const child = startGuarded({
    command: 'env',
    args: ['-i', ...variables, '/bin/sh', '-c', LAUNCH, logFile, directory, process.execPath, mainOf(service)],
    stopSignal: 'SIGTERM',
    graceMs: STOP_WITHIN_MS,
    removeOnExit: [],
  });
  const url = `http://127.0.0.1:${env.PORT}`;
  const ended = child.exited.then((code) => {
    throw new Error(`${service} ended with ${code}: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
  });
  ended.catch(() => undefined);
  const ready = until(async () => (await fetch(`${url}/health/ready`)).ok, {
    timeoutMs: READY_WITHIN_MS,
    what: `${service} being ready`,
  });
  ready.catch(() => undefined);
  try {
    await Promise.race([ready, ended]);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    service,
    url,
    logFile,
    terminate: async () => {
      await child.stop();
      return child.exited;
    },
    kill: async () => {
      process.kill(Number(readFileSync(`${logFile}.pid`, 'utf8')), 'SIGKILL');
      await child.exited;
    },
  };
}

export function mainOf(service: string): string {
  return join(repository, 'dist', 'apps', service, 'main.js');
}
