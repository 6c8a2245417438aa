import { spawn } from 'node:child_process';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * Runs a command to its end with our terminal; resolves with its exit code (128 + n after signal n, as a shell says
 * it). Signals sent to us are passed on, but not a Ctrl-C: the terminal sends that to the whole group by itself.
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const forward = (signal) => {
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, forward);
    const finished = () => SIGNALS.forEach((signal) => process.removeListener(signal, forward));
    child.once('error', (error) => {
      finished();
      reject(error);
    });
    child.once('close', (code, signal) => {
      finished();
      resolve(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0));
    });
  });
}
