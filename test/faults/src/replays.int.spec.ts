import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testBrokers } from '@ledgerbridge/testing';
import { Installation } from './installation/installation.js';
import { auditRebuild } from './scenarios/audit-rebuild.js';
import { dropWriter, reset } from './scenarios/reset.js';
import { delivered, SMALL } from './scenarios/scenarios.js';
import type { Verdict } from './scenarios/verdict.js';

const log: string[] = [];
const say = (line: string): void => void log.push(line);

/** The short forms of `npm run faults -- audit-rebuild` and `reset`, one after the other on one installation. */
describe('trails and links rebuilt, deliveries replayed', () => {
  let installation: Installation;
  let refused: string;

  beforeAll(async () => {
    const servers = { brokers: testBrokers().join(','), databaseUrl: process.env.DATABASE_URL ?? '' };
    installation = await Installation.prepare({ servers, size: SMALL, seed: 1, say });
    refused = await delivered(installation);
  }, 240_000);
  afterAll(() => installation?.end(), 60_000);

  const holds = ({ problems, ok }: Verdict): void =>
    expect({ problems, log: ok ? [] : log }).toEqual({ problems: [], log: [] });

  it('given the audit schema dropped, when started again, then rows and chain heads are the same', async () => {
    holds(await auditRebuild(installation));
  }, 180_000);

  it('given the stopped writer’s group reset to the earliest, then nothing is written twice and failed ones run again', async () => {
    holds(await reset(installation, { customer: refused }));
  }, 180_000);

  it('given the writer’s schema dropped and Kafka kept, then links are rebuilt by read-back with the same outcomes', async () => {
    holds(await dropWriter(installation));
  }, 180_000);
});
