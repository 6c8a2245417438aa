import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startInfrastructure } from '@ledgerbridge/testing';
import { CHARGEBEE, CREDENTIALS, ONCE_A_YEAR, WEBHOOK_USER, writeConnectionsFile } from './bridge/connections-file.js';
import { sandboxSecrets, type SandboxSecrets } from './processes/sandbox-secrets.js';
import { SERVICE_PORTS, startServices, type RunningServices, type ServiceStart } from './processes/services.js';
import { SMALL_SEED, startSimulators, type RunningSimulators } from './processes/simulators.js';
import type { SandboxOptions } from './sandbox-options.js';

export type Say = (line: string) => void;

export interface Sandbox {
  readonly services: RunningServices;
  readonly simulators: RunningSimulators;
  readonly secrets: SandboxSecrets;
  /** Connections file and logs. */
  readonly workDir: string;
  stop(): Promise<void>;
}

/** Starts everything; when a part does not start, stops what did and rethrows. */
export async function startSandbox(repository: string, options: SandboxOptions, say: Say): Promise<Sandbox> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    const workDir = await workDirectory(options, stops);
    const secrets = sandboxSecrets(workDir);
    const infrastructure = await startInfrastructure({
      log: say,
      ...(options.dataDir === undefined ? {} : { dataDir: join(resolve(options.dataDir), 'infrastructure') }),
    });
    stops.push(() => infrastructure.stop());
    say('starting the simulators of SYSPRO, Chargebee and Dynamics GP');
    const simulators = await startSimulators({
      repository,
      workDir,
      dataDir: options.dataDir && resolve(options.dataDir),
      ...(options.small ? { seed: SMALL_SEED } : {}),
    });
    stops.push(() => Promise.all(simulators.processes.map((process) => process.stop())));
    say('starting the services');
    const services = await startAll({ repository, workDir, infrastructure, secrets }, simulators, options);
    stops.push(() => Promise.all(services.processes.map((process) => process.stop())));
    await tellOfEvents(simulators, services);
    return { services, simulators, secrets, workDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  start: Omit<ServiceStart, 'connectionsFile'>,
  simulators: RunningSimulators,
  { once }: SandboxOptions,
): Promise<RunningServices> {
  const connectionsFile = join(start.workDir, 'connections.json');
  await writeConnectionsFile(connectionsFile, simulators, once ? { pollCron: ONCE_A_YEAR } : {});
  return startServices({ ...start, connectionsFile }, SERVICE_PORTS);
}

/** As a person does in Chargebee's own settings. Once: a site that kept its state knows it already. */
async function tellOfEvents({ chargebee }: RunningSimulators, { api }: RunningServices): Promise<void> {
  const url = `${api['chargebee-gateway'].baseUrl}/v1/webhooks/chargebee/${CHARGEBEE}`;
  await chargebee.ensureWebhook({ url, username: WEBHOOK_USER, password: CREDENTIALS.webhookPassword });
}

async function workDirectory(options: SandboxOptions, stops: (() => Promise<unknown>)[]): Promise<string> {
  if (options.dataDir !== undefined) {
    const dir = resolve(options.dataDir);
    await mkdir(dir, { recursive: true });
    return dir;
  }
  const dir = await mkdtemp(join(tmpdir(), 'ledgerbridge-sandbox-'));
  // kept when something goes wrong: the logs are in it
  stops.push(async () => process.exitCode || (await rm(dir, { recursive: true, force: true })));
  return dir;
}
