import { describe, expect, it } from '@jest/globals';
import { createLogger, KnownSecrets } from '@ledgerbridge/service';
import { WebhookIntake } from './webhook-intake.js';
import { WebhookNudge } from './webhook-nudge.js';
import type { WebhookReceipts } from './webhook-receipts.js';

const EVENT = { connection: 'site', id: 'ev_1' };
const laterTurn = () => new Promise((resolve) => setImmediate(resolve));

function intakeOver(receive: WebhookReceipts['receive']) {
  const logger = createLogger({ service: 'spec', level: 'silent', secrets: new KnownSecrets() });
  const nudge = new WebhookNudge();
  const nudged: string[] = [];
  nudge.listen('site', () => nudged.push('site'));
  return { intake: new WebhookIntake({ receive } as WebhookReceipts, nudge, logger), nudged };
}

describe('keeping an event that a webhook tells of', () => {
  it('given a commit that is not done yet, then neither answer nor nudge comes before it', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean[]>();
    const { intake, nudged } = intakeOver(() => promise);
    let answer: string | undefined;
    const kept = intake.keep(EVENT).then((outcome) => (answer = outcome));
    await laterTurn();
    expect([answer, nudged]).toEqual([undefined, []]);
    resolve([true]);
    await kept;
    expect([answer, nudged]).toEqual(['accepted', ['site']]);
  });

  it('given a duplicate, then it is well and nobody is nudged', async () => {
    const { intake, nudged } = intakeOver(() => Promise.resolve([false]));
    expect([await intake.keep(EVENT), nudged]).toEqual(['duplicate', []]);
  });

  it('given a store that fails, then it is not taken, so that it is sent again', async () => {
    const { intake, nudged } = intakeOver(() => Promise.reject(new Error('no database')));
    await expect(intake.keep(EVENT)).rejects.toMatchObject({ status: 503 });
    expect(nudged).toEqual([]);
  });
});
