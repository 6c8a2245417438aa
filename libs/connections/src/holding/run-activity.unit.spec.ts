import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createLogger, KnownSecrets } from '@ledgerbridge/service';
import type { HeldConnection } from './connection-activity.js';
import { pauseBeforeRestart, runActivity } from './run-activity.js';

function aHolding(): {
  held: HeldConnection<object>;
  end: () => void;
  lines: string[];
  logger: ReturnType<typeof createLogger>;
} {
  const controller = new AbortController();
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ service: 's', level: 'info', secrets: new KnownSecrets(), destination });
  const held = { connection: { id: 'acme' }, signal: controller.signal } as HeldConnection<object>;
  return { held, end: () => controller.abort(), lines, logger };
}

describe('runActivity', () => {
  it('given an activity that returns, when run, then it is not started again', async () => {
    const { held, logger } = aHolding();
    let runs = 0;

    await runActivity({ name: 'once', run: async () => void (runs += 1) }, held, logger);

    expect(runs).toBe(1);
  });

  it('given an activity that fails once, when run, then the error is logged and it starts again', async () => {
    const { held, lines, logger } = aHolding();
    let runs = 0;
    const run = async (): Promise<void> => {
      runs += 1;
      if (runs === 1) throw new Error('broken');
    };

    await runActivity({ name: 'flaky', run }, held, logger);

    expect(runs).toBe(2);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"activity":"flaky"');
  });

  it('given an activity that ends with an error because it was told to end, when run, then that is no failure', async () => {
    const { held, end, lines, logger } = aHolding();
    const run = async (): Promise<void> => {
      end();
      throw new Error('aborted');
    };

    await runActivity({ name: 'obedient', run }, held, logger);

    expect(lines).toEqual([]);
  });
});

describe('runActivity of an activity that does not end', () => {
  afterEach(() => void jest.useRealTimers());

  it('given it goes on after its signal, when ten seconds have passed, then a warning names it', async () => {
    jest.useFakeTimers();
    const { held, end, lines, logger } = aHolding();
    const finish = Promise.withResolvers<void>();
    const running = runActivity({ name: 'stubborn', run: () => finish.promise }, held, logger);

    end();
    jest.advanceTimersByTime(9_999);
    expect(lines).toEqual([]);
    jest.advanceTimersByTime(1);

    expect(lines.join()).toContain('"activity":"stubborn"');
    finish.resolve();
    await running;
  });
});

describe('pauseBeforeRestart', () => {
  it('given more and more failures, when asked, then the pause doubles up to a minute', () => {
    expect([0, 1, 2, 5, 6, 1_000].map(pauseBeforeRestart)).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
  });
});
