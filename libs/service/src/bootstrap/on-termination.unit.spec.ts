import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '../logging/create-logger.js';
import { KnownSecrets } from '../logging/known-secrets.js';
import { onTermination } from './on-termination.js';

const logger = createLogger({
  service: 'fixture',
  level: 'silent',
  secrets: new KnownSecrets(),
  destination: { write: () => undefined },
});

/** Resolves with the exit code that the process would have ended with. */
function exitCode(): Promise<number> {
  const exited = Promise.withResolvers<number>();
  jest.spyOn(process, 'exit').mockImplementation(((code: number) => exited.resolve(code)) as never);
  return exited.promise;
}

describe('onTermination', () => {
  afterEach(() => {
    process.removeAllListeners('SIGTERM');
    process.removeAllListeners('SIGINT');
    jest.useRealTimers();
  });

  it('given a signal, when the service closes, then the process exits with 0', async () => {
    const exited = exitCode();
    onTermination(() => Promise.resolve(), logger);

    process.emit('SIGTERM', 'SIGTERM');

    expect(await exited).toBe(0);
  });

  it('given a signal, when closing fails, then the process exits with 1', async () => {
    const exited = exitCode();
    onTermination(() => Promise.reject(new Error('no')), logger);

    process.emit('SIGINT', 'SIGINT');

    expect(await exited).toBe(1);
  });

  it('given a close that hangs, when the time limit passes or a second signal comes, then the process exits with 1', async () => {
    jest.useFakeTimers();
    const late = exitCode();
    onTermination(() => new Promise(() => undefined), logger);
    process.emit('SIGTERM', 'SIGTERM');
    jest.advanceTimersByTime(25_000);
    expect(await late).toBe(1);

    const impatient = exitCode();
    process.emit('SIGTERM', 'SIGTERM');
    expect(await impatient).toBe(1);
  });
});
