import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRestartable, type RestartableInfrastructure } from '@ledgerbridge/testing';
import { forms } from './scenarios/scenarios.js';

const log: string[] = [];
const say = (line: string): void => void log.push(line);

/** The short form of `npm run faults -- kills`: it restarts its broker and Postgres, so they are its own. */
describe('killed services, a killed broker, a crashed Postgres, lost answers', () => {
  let servers: RestartableInfrastructure;

  beforeAll(async () => {
    servers = await startRestartable({ log: say });
  }, 120_000);
  afterAll(() => servers?.stop(), 60_000);

  it('given two kills of each service, when all is at rest, then every side holds what an undisturbed run leaves', async () => {
    const [verdict] = await forms.kills({ servers, seed: 1, full: false, say });
    expect({ problems: verdict?.problems, log: verdict?.ok === true ? [] : log }).toEqual({ problems: [], log: [] });
    expect(verdict?.facts).toMatchObject({ killed: 6, restarted: ['kafka', 'postgres'] });
  }, 420_000);
});
