import { fileURLToPath } from 'node:url';
import { firstRun } from './bridge/sync.js';
import { billAtTheSite, takeBackAtTheSite } from './billing/billing-story.js';
import { waitForLedgerRest } from './bridge/ledger-rest.js';
import { runStory, tellerOf } from './run-story.js';
import { parseSandboxOptions } from './sandbox-options.js';
import { startSandbox, type Sandbox } from './sandbox.js';
import { SERVICE_PORTS } from './processes/services.js';
import { liveLine } from './summary/live-summary.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const say = (line: string): void => console.error(line);
const LIVE_EVERY_MS = 5_000;

/** SIGINT and SIGTERM, whenever they come. */
const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<'interrupted'>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt('interrupted'));

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`\n${(error as Error).message}`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const options = parseSandboxOptions(process.argv.slice(2));
  const sandbox = await startSandbox(repository, options, say);
  try {
    return await (options.once ? once(sandbox) : serve(sandbox));
  } catch (error) {
    process.exitCode = 1;
    say(`logs: ${sandbox.workDir}`);
    throw error;
  } finally {
    await sandbox.stop();
  }
}

async function once(sandbox: Sandbox): Promise<number> {
  const outcome = await Promise.race([runStory(sandbox, say), interrupted]);
  if (outcome === 'interrupted') return 130;
  process.exitCode = outcome.ok ? 0 : 1;
  if (!outcome.ok) say(`logs: ${sandbox.workDir}`);
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  return outcome.ok ? 0 : 1;
}

/** Two seeded invoices are posted without their lines and get them before the second poll; then the site bills on its own. */
async function goOn({ services, simulators }: Sandbox): Promise<void> {
  await firstRun(services.api['syspro-ingest']);
  await simulators.syspro.completeInvoices();
  await billAtTheSite(tellerOf(simulators));
  const { audit, 'chargebee-gateway': gateway, 'gp-writer': writer } = services.api;
  await waitForLedgerRest({ audit, gateway, writer, simulators });
  await takeBackAtTheSite(tellerOf(simulators));
}

async function serve(sandbox: Sandbox): Promise<number> {
  for (const [name, port] of Object.entries(SERVICE_PORTS)) say(`${name.padEnd(18)} http://localhost:${port}`);
  say(`token (admin)      ${sandbox.secrets.adminToken}`);
  say(`token (viewer)     ${sandbox.secrets.viewerToken}`);
  say(`SYSPRO simulator   ${sandbox.simulators.sysproUrl}`);
  say(`Chargebee simul.   ${sandbox.simulators.chargebeeUrl}`);
  say(`GP simulator       ${sandbox.simulators.gpUrl}`);
  say(`logs               ${sandbox.workDir}`);
  void goOn(sandbox).catch((error: unknown) => say((error as Error).message));
  let shown = '';
  const timer = setInterval(() => {
    liveLine(sandbox.services, sandbox.simulators).then(
      (line) => line !== shown && say((shown = line)),
      (error: unknown) => say(`no summary now: ${(error as Error).message}`),
    );
  }, LIVE_EVERY_MS);
  await interrupted;
  clearInterval(timer);
  return 0;
}
