import { execFile } from 'node:child_process';
import { mainOf, type ServiceEnvironment } from './service-process.js';

export interface EndedProcess {
  /** Exit code; undefined when the service was still running after {@link GIVE_UP_MS}. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** Lines of standard error. */
  readonly lines: readonly string[];
  /** `msg` of the last line. */
  readonly message: string;
  /** Everything printed. */
  readonly output: string;
}

/** Long enough for several at a time on a busy machine. */
const GIVE_UP_MS = 100_000;

/** Runs a service that is expected to refuse its start, from `directory` and with nothing but `env`. */
export function failedStart(service: string, env: ServiceEnvironment, directory: string): Promise<EndedProcess> {
  return runToEnd(service, env, directory, []);
}

/** Runs a service with a command as its arguments. */
export function runToEnd(
  service: string,
  env: ServiceEnvironment,
  directory: string,
  args: readonly string[],
): Promise<EndedProcess> {
  const options = { cwd: directory, env: { ...env }, timeout: GIVE_UP_MS, killSignal: 'SIGKILL' as const };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [mainOf(service), ...args], options, (_error, stdout, stderr) => {
      const lines = stderr === '' ? [] : stderr.trimEnd().split('\n');
      const message = messageOf(lines.at(-1) ?? '');
      resolve({ code: child.exitCode ?? undefined, stdout, lines, message, output: stdout + stderr });
    });
  });
}

function messageOf(line: string): string {
  try {
    return String((JSON.parse(line) as { msg?: unknown }).msg);
  } catch {
    return '';
  }
}
