/**
 * What taking a webhook costs beside a bare Nest endpoint that inserts one row, in turn in one invocation; and how long
 * after an invoice at the site its document is in GP when nothing else goes on.
 * Usage: npm run bench -- webhooks [requests a round] [rounds] [invoices]
 */
import { startRestartable } from '@ledgerbridge/testing';
import { atWork, heldBack } from './webhooks/acceptance.js';
import { withBridge } from './webhooks/bench-bridge.js';
import { ledgerDelay } from './webhooks/ledger-delay.js';

const requests = Number(process.argv[2] ?? 1_000);
const rounds = Number(process.argv[3] ?? 4);
const invoices = Number(process.argv[4] ?? 50);
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
  const toGp = await withBridge(servers, ['audit', 'chargebee-gateway', 'gp-writer'], (bridge) =>
    ledgerDelay(bridge, invoices),
  );
  console.log(JSON.stringify({ requests, rounds, ...acceptance, toGp }, undefined, 2));
} finally {
  await servers.stop();
}
