import { beforeAll, describe, expect, it } from '@jest/globals';
import { testBrokers } from '@ledgerbridge/testing';
import { undisturbedLedger, type CalmLedger } from './ledger/with-ledger.js';
import { closedPeriod } from './scenarios/closed-period.js';
import { gpDown } from './scenarios/gp-down.js';
import { ledgerKills } from './scenarios/ledger-kills.js';
import { ledgerReplicas } from './scenarios/ledger-replicas.js';
import { HELD_IN_GATE, LEDGER_IN_GATE } from './scenarios/scenarios.js';
import type { Verdict } from './scenarios/verdict.js';
import { webhooks } from './scenarios/webhooks.js';

const log: string[] = [];
const say = (line: string): void => void log.push(line);

/** The short forms of the runs of the second flow, all but one held against one undisturbed run. */
describe('what the site bills in Dynamics GP, whatever fails', () => {
  const run = {
    servers: { brokers: testBrokers().join(','), databaseUrl: process.env.DATABASE_URL ?? '' },
    ...{ size: LEDGER_IN_GATE, seed: 1, say },
  };
  let calm: CalmLedger;

  beforeAll(async () => {
    calm = await undisturbedLedger(run);
  }, 180_000);

  const holds = ({ problems, ok }: Verdict): void =>
    expect({ problems, log: ok ? [] : log }).toEqual({ problems: [], log: [] });

  it('given webhooks dropped, doubled and shuffled, when a backfill has run, then GP holds the same documents', async () => {
    holds(await webhooks({ ...run, calm }));
  }, 180_000);

  it('given answers lost and the writer killed, then nothing is twice, missing or in doubt', async () => {
    holds(await ledgerKills({ ...run, calm }));
  }, 300_000);

  it('given GP down through the run, when it comes up, then everything arrives and another company never waited', async () => {
    holds(await gpDown({ ...run, calm }));
  }, 300_000);

  it('given closed periods, then exactly their documents wait, and go on when the period moves', async () => {
    holds(await closedPeriod({ ...run, invoices: HELD_IN_GATE }));
  }, 180_000);

  it('given two of each service, then GP holds the same documents and no limit is passed', async () => {
    holds(await ledgerReplicas({ ...run, calm }));
  }, 180_000);
});
