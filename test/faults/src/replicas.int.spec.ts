import { describe, expect, it } from '@jest/globals';
import { testBrokers } from '@ledgerbridge/testing';
import { forms } from './scenarios/scenarios.js';

const log: string[] = [];
const say = (line: string): void => void log.push(line);

/** The short form of `npm run faults -- replicas`: less to write, and a higher limit. */
describe('two replicas of each service', () => {
  it('given a load, when the holder of the site is killed, then totals, limit and takeover time hold', async () => {
    const servers = { brokers: testBrokers().join(','), databaseUrl: process.env.DATABASE_URL ?? '' };
    const [verdict] = await forms.replicas({ servers, seed: 1, full: false, say });
    expect({ problems: verdict?.problems, log: verdict?.ok === true ? [] : log }).toEqual({ problems: [], log: [] });
  }, 300_000);
});
