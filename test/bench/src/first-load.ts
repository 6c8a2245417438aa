/**
 * First load of 100,000 invoices: peak memory of syspro-ingest, and its rate beside that of a bare loop that reads the
 * same pages and throws them away. Usage: npm run bench -- first-load [invoices]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  BridgeApi,
  CREDENTIALS,
  firstRun,
  ONCE_A_YEAR,
  sandboxSecrets,
  startLogged,
  startService,
  writeConnectionsFile,
} from '@ledgerbridge/sandbox';
import { createTestDatabase, freePort, startInfrastructure } from '@ledgerbridge/testing';
import { MemoryWatch } from './memory-watch.js';
import { replayRequests } from './replay-requests.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const invoices = Number(process.argv[2] ?? 100_000);
const LIMIT_MB = 300;
const say = (line: string): void => console.error(line);

const workDir = await mkdtemp(join(tmpdir(), 'ledgerbridge-bench-'));
const started = await startInfrastructure({ log: say });
const stops: (() => Promise<void>)[] = [() => started.stop()];
try {
  // a database somebody else provides may hold the first load of an earlier bench, which would be measured again
  const database = started.kind === 'external' ? await createTestDatabase() : undefined;
  if (database !== undefined) stops.push(() => database.close());
  const infrastructure = { ...started, databaseUrl: database?.url ?? started.databaseUrl };
  const simulatorPort = await freePort();
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const { sysproOperator, sysproPassword } = CREDENTIALS;
  const simulator = await startLogged({
    name: 'simulator-syspro',
    script: join(repository, 'test/simulators/syspro/dist/main.js'),
    args: [
      ...['--port', String(simulatorPort), '--company', 'A', '--generated', String(invoices)],
      ...['--username', sysproOperator, '--password', sysproPassword],
    ],
    logDir: workDir,
    readyUrl: `${simulatorUrl}/__sim/switches`,
  });
  stops.push(() => simulator.stop());
  const connectionsFile = join(workDir, 'connections.json');
  await writeConnectionsFile(
    connectionsFile,
    {
      sysproUrl: `${simulatorUrl}/SYSPRO8Odata/SYSPROOData/A`,
      chargebeeUrl: 'http://127.0.0.1:1/api/v2',
      gpUrl: 'http://127.0.0.1:1/gp',
    },
    { pollCron: ONCE_A_YEAR },
  );
  const secrets = sandboxSecrets(workDir);
  const port = await freePort();
  const service = await startService('syspro-ingest', port, {
    repository,
    workDir,
    infrastructure,
    secrets,
    connectionsFile,
  });
  stops.push(() => service.stop());
  const memory = new MemoryWatch(`http://127.0.0.1:${port}/metrics`);
  const run = await firstRun(new BridgeApi(`http://127.0.0.1:${port}`, secrets.adminToken));
  const seconds = (Date.parse(run.finishedAt ?? '') - Date.parse(run.startedAt ?? '')) / 1000;
  const peakMb = await memory.stop();
  const bare = await replayRequests(simulatorUrl, `${sysproOperator}:${sysproPassword}`);
  const result = {
    invoices,
    counts: run.counts,
    seconds: round(seconds),
    rowsPerSecond: Math.round(run.counts.rows / seconds),
    requests: bare.requests,
    bareSeconds: round(bare.seconds),
    ratioToBareLoop: round(seconds / bare.seconds),
    peakRssMb: Math.round(peakMb),
    limitMb: LIMIT_MB,
  };
  console.log(JSON.stringify(result, undefined, 2));
  process.exitCode = peakMb < LIMIT_MB && run.counts.rows >= invoices && run.counts.rejected === 0 ? 0 : 1;
} finally {
  for (const stop of stops.reverse()) await stop();
  await rm(workDir, { recursive: true, force: true });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
