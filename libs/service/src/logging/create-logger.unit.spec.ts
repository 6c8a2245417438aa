import { describe, expect, it } from '@jest/globals';
import { BridgeError } from '@ledgerbridge/contracts';
import { createLogger, type Logger } from './create-logger.js';
import { KnownSecrets } from './known-secrets.js';

function capture(): {
  logger: Logger;
  secrets: KnownSecrets;
  lines: () => Record<string, unknown>[];
  text: () => string;
} {
  let text = '';
  const secrets = new KnownSecrets();
  const destination = { write: (line: string) => void (text += line) };
  const logger = createLogger({ service: 'audit', level: 'info', secrets, destination });
  const lines = (): Record<string, unknown>[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, secrets, lines, text: () => text };
}

describe('createLogger', () => {
  it('given a line, when written, then it is JSON with service, level name and ISO time', () => {
    const { logger, lines } = capture();

    logger.info({ connection: 'acme' }, 'polled');

    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        service: 'audit',
        connection: 'acme',
        msg: 'polled',
      },
    ]);
  });

  it('given secret fields at any usual depth, when written, then they are redacted', () => {
    const { logger, text } = capture();

    logger.info({ password: 'canary', headers: { authorization: 'canary' }, a: { b: { apiKey: 'canary' } } }, 'x');

    expect(text()).not.toContain('canary');
  });

  it('given an error with bodies and parameters, when written, then only name, message, code, details and causes are', () => {
    const { logger, lines, text } = capture();
    const cause = Object.assign(new Error('reset'), { code: 'ECONNRESET', body: 'canary', parameters: ['canary'] });
    const err = new BridgeError('TARGET_DOWN', 'No answer', { retryable: true, details: { attempt: 2 }, cause });

    logger.error({ err }, 'failed');

    expect(lines()[0]?.['err']).toMatchObject({
      type: 'BridgeError',
      code: 'TARGET_DOWN',
      details: { attempt: 2 },
      cause: { type: 'Error', message: 'reset', code: 'ECONNRESET' },
    });
    expect(text()).not.toContain('canary');
  });

  it('given a known secret in an unforeseen place, when written, then it is masked in every form it may have', () => {
    const { logger, secrets, text } = capture();
    secrets.addBasic('OP', 'p"ss/wörd');

    logger.info({ url: `http://x/?p=${encodeURIComponent('p"ss/wörd')}` }, 'tried p"ss/wörd');
    logger.warn(Buffer.from('OP:p"ss/wörd').toString('base64'));

    expect(text()).not.toContain('ss/w');
    expect(text()).not.toContain(encodeURIComponent('p"ss/wörd'));
    expect(text().match(/\[redacted\]/g)).toHaveLength(3);
  });

  it('given a very short secret, when text is masked, then ordinary words stay readable', () => {
    const secrets = new KnownSecrets();
    secrets.add('a', '');

    expect(secrets.mask('a banana')).toBe('a banana');
  });
});
