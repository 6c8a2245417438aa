import { execFile } from 'node:child_process';
import { mainOf, type ServiceEnvironment } from './service-process.js';

export interface FailedStart {
  /** Exit code; undefined when the service was still running after {@link GIVE_UP_MS}. */
  readonly code: number | undefined;
  /** Lines of standard error. */
  readonly lines: readonly string[];
  /** `msg` of the last line. */
  readonly message: string;
  /** Everything printed. */
  readonly output: string;
}

const GIVE_UP_MS = 40_000;

/** Runs a service that is expected to refuse its start, from `directory` and with nothing but `env`. */
export async function failedStart(service: string, env: ServiceEnvironment, directory: string): Promise<FailedStart> {
  const { code, stdout, stderr } = await run(service, env, directory);
  const lines = stderr.trimEnd().split('\n');
  return { code, lines, message: messageOf(lines.at(-1) ?? ''), output: stdout + stderr };
}

function run(
  service: string,
  env: ServiceEnvironment,
  directory: string,
): Promise<{ code: number | undefined; stdout: string; stderr: string }> {
  const options = { cwd: directory, env: { ...env }, timeout: GIVE_UP_MS, killSignal: 'SIGKILL' as const };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [mainOf(service)], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? undefined, stdout, stderr }),
    );
  });
}

function messageOf(line: string): string {
  try {
    return String((JSON.parse(line) as { msg?: unknown }).msg);
  } catch {
    return '';
  }
}
