import { describe, expect, it } from '@jest/globals';
import { BridgeError } from '@ledgerbridge/contracts';
import { createLogger, KnownSecrets } from '@ledgerbridge/service';
import type { HeldConnection } from '../holding/connection-activity.js';
import type { ConnectionCheck } from './connection-tester.js';
import { TesterRunner } from './tester-runner.js';

const held = { connection: { id: 'acme' } } as HeldConnection<object>;

function runWith(test: () => Promise<ConnectionCheck[]>): Promise<ConnectionCheck[]> {
  const secrets = new KnownSecrets();
  secrets.add('canary-secret');
  const logger = createLogger({ service: 's', level: 'silent', secrets, destination: { write: () => undefined } });
  return new TesterRunner({ test }, secrets, logger).run(held);
}

describe('TesterRunner', () => {
  it('given a check that quotes a secret, when run, then it is masked', async () => {
    const checks = await runWith(async () => [{ name: 'login', ok: false, detail: 'bad key canary-secret' }]);

    expect(checks).toEqual([{ name: 'login', ok: false, detail: 'bad key [redacted]' }]);
  });

  it('given a tester that throws, when run, then it is a failed check and foreign errors are not shown', async () => {
    const ours = await runWith(() => Promise.reject(new BridgeError('UNREACHABLE', 'No answer', { retryable: true })));
    const foreign = await runWith(() => Promise.reject(new Error('canary')));

    expect(ours).toEqual([{ name: 'test', ok: false, detail: 'UNREACHABLE: No answer' }]);
    expect(foreign).toEqual([{ name: 'test', ok: false, detail: expect.not.stringContaining('canary') }]);
  });
});
