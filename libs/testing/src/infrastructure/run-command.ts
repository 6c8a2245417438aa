import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface CommandOptions {
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** A directory handed over open, as descriptor 3: see `handed-over-directory.ts`. */
  readonly handOver?: string;
  /** Receives each line of output as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface CommandResult {
  /** `missing`: there is no such program; `forbidden`: it is there but may not be run. */
  readonly outcome: 'done' | 'failed' | 'missing' | 'forbidden';
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** Runs a short-lived program to its end. Never rejects. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const handedOver = options.handOver === undefined ? undefined : openSync(options.handOver, 'r');
    const child = spawn(command, [...args], {
      stdio: ['ignore', 'pipe', 'pipe', handedOver ?? 'ignore'],
      env: { ...process.env, ...options.env },
      uid: options.uid,
      gid: options.gid,
    });
    if (handedOver !== undefined) closeSync(handedOver);
    let output = '';
    let partial = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      const lines = (partial + chunk.toString()).split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) options.onLine?.(line);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ outcome: error.code === 'ENOENT' ? 'missing' : 'forbidden', output: error.message });
    });
    child.once('close', (code) => resolve({ outcome: code === 0 ? 'done' : 'failed', output }));
  });
}
