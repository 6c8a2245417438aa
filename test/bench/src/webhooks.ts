/**
 * What taking a webhook costs beside a bare Nest endpoint that inserts one row, in turn in one invocation.
 * Usage: npm run bench -- webhooks [requests a round] [rounds]
 */
import { startRestartable } from '@ledgerbridge/testing';
import { atWork, heldBack } from './webhooks/acceptance.js';
import { withBridge } from './webhooks/bench-bridge.js';

const requests = Number(process.argv[2] ?? 1_000);
const rounds = Number(process.argv[3] ?? 4);
const ONE = 1;
const MANY = 16;
const say = (line: string): void => console.error(line);

// its Postgres is told to keep what it has committed, as one in production is
const servers = await startRestartable({ log: say });
try {
  const acceptance = await withBridge(servers, ['chargebee-gateway'], async (bridge) => {
    const bare = await bridge.startBare();
    const options = { rounds, requests, say };
    return {
      alone: await heldBack(bridge, bare, { ...options, concurrency: ONE }),
      together: await heldBack(bridge, bare, { ...options, concurrency: MANY }),
      whileAtWork: await atWork(bridge, bare, { ...options, concurrency: MANY }),
    };
  });
  console.log(JSON.stringify({ requests, rounds, ...acceptance }, undefined, 2));
} finally {
  await servers.stop();
}
