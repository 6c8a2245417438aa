import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../logging/create-logger.js';
import { KnownSecrets } from '../logging/known-secrets.js';
import { ShutdownSequence } from './shutdown-sequence.js';

function aSequence(): { sequence: ShutdownSequence; done: string[] } {
  const destination = { write: () => undefined };
  const logger = createLogger({ service: 's', level: 'silent', secrets: new KnownSecrets(), destination });
  return { sequence: new ShutdownSequence(logger), done: [] };
}

describe('ShutdownSequence', () => {
  it('given steps registered in any order, when it runs, then phase follows phase', async () => {
    const { sequence, done } = aSequence();
    for (const phase of ['clients', 'outbox', 'intake', 'writes'] as const) {
      sequence.on(phase, phase, async () => {
        await Promise.resolve();
        done.push(phase);
      });
    }

    await sequence.run();

    expect(done).toEqual(['intake', 'writes', 'outbox', 'clients']);
  });

  it('given a step that fails, when it runs, then the later phases still run', async () => {
    const { sequence, done } = aSequence();
    sequence.on('intake', 'broken', () => Promise.reject(new Error('no')));
    sequence.on('clients', 'last', async () => void done.push('last'));

    await sequence.run();

    expect(done).toEqual(['last']);
  });

  it('given a second call, when the first is under way, then the steps run once', async () => {
    const { sequence, done } = aSequence();
    sequence.on('intake', 'once', async () => void done.push('once'));

    expect(sequence.begun).toBe(false);
    await Promise.all([sequence.run(), sequence.onModuleDestroy()]);

    expect(done).toEqual(['once']);
    expect(sequence.begun).toBe(true);
  });
});
