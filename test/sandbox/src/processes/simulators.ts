import { join } from 'node:path';
import { freePort } from '@ledgerbridge/testing';
import { CATALOGUE } from '../billing/catalogue.js';
import { CREDENTIALS, type SandboxCredentials } from '../bridge/connections-file.js';
import { startLogged, startTogether, type LoggedProcess } from './logged-process.js';
import { GpControls } from './gp-controls.js';
import { ChargebeeControls, SysproControls } from './simulator-controls.js';

export interface RunningSimulators {
  readonly processes: readonly LoggedProcess[];
  readonly syspro: SysproControls;
  readonly chargebee: ChargebeeControls;
  readonly gp: GpControls;
  /** Where the services reach them. */
  readonly sysproUrl: string;
  readonly chargebeeUrl: string;
  readonly gpUrl: string;
}

/** The smallest company with every trap in it, for tests that run the whole story. */
export const SMALL_SEED = { customers: 20, invoices: 120 };

export interface SimulatorsStart {
  readonly repository: string;
  readonly workDir: string;
  /** Keeps what they hold between starts. */
  readonly dataDir: string | undefined;
  /** Size of the seeded company; the simulator's own default when absent. */
  readonly seed?: {
    readonly customers: number;
    readonly invoices: number;
    /** Which of all companies of that size. */
    readonly random?: number;
  };
  /** Of the simulated site; 3500 when absent. */
  readonly requestsPerMinute?: number;
  /** Default {@link CREDENTIALS}. */
  readonly credentials?: SandboxCredentials;
}

export async function startSimulators(start: SimulatorsStart): Promise<RunningSimulators> {
  const [sysproPort, chargebeePort] = [await freePort(), await freePort()];
  const [gpPort, gpControlPort] = [await freePort(), await freePort()];
  const { sysproOperator, sysproPassword, chargebeeSite, chargebeeKey } = start.credentials ?? CREDENTIALS;
  const processes = await startTogether([
    startSimulator('syspro', sysproPort, start, [
      ...['--company', 'A', '--username', sysproOperator, '--password', sysproPassword],
      ...Object.entries(start.seed ?? {}).flatMap(([name, count]) => [`--${name}`, String(count)]),
    ]),
    startSimulator('chargebee', chargebeePort, start, [
      ...['--sites', JSON.stringify([siteOf(chargebeeSite, chargebeeKey)])],
      ...['--requests-per-minute', String(start.requestsPerMinute ?? 3500)],
    ]),
    startGpSimulator(start, { port: gpPort, controlPort: gpControlPort }),
  ]);
  const [syspro, chargebee] = [`http://127.0.0.1:${sysproPort}`, `http://127.0.0.1:${chargebeePort}`];
  return {
    processes,
    syspro: new SysproControls(syspro),
    chargebee: new ChargebeeControls(chargebee, chargebeeSite),
    sysproUrl: `${syspro}/SYSPRO8Odata/SYSPROOData/A`,
    chargebeeUrl: `${chargebee}/api/v2`,
    ...gpAt(gpPort, gpControlPort),
  };
}

function siteOf(name: string, secret: string): object {
  const keys = [{ name: 'sandbox', secret, access: 'full' }];
  return { name, keys, currencies: ['USD', 'EUR', 'ZAR', 'JPY', 'GBP'], ...CATALOGUE };
}

export interface RunningGp extends Pick<RunningSimulators, 'gp' | 'gpUrl'> {
  readonly process: LoggedProcess;
}

/** One more company of GP, on a server of its own. */
export async function startAnotherGp(start: SimulatorsStart, name: string): Promise<RunningGp> {
  const [port, controlPort] = [await freePort(), await freePort()];
  return { process: await startGpSimulator(start, { port, controlPort, name }), ...gpAt(port, controlPort) };
}

function gpAt(port: number, controlPort: number): Pick<RunningSimulators, 'gp' | 'gpUrl'> {
  return {
    gp: new GpControls(`http://127.0.0.1:${controlPort}`),
    gpUrl: `http://127.0.0.1:${port}/DynamicsGPWebServices/DynamicsGPService.asmx`,
  };
}

function startGpSimulator(
  start: SimulatorsStart,
  { port, controlPort, name = 'gp' }: { port: number; controlPort: number; name?: string },
): Promise<LoggedProcess> {
  const { gpDomain, gpUser, gpPassword } = start.credentials ?? CREDENTIALS;
  const args = ['--control-port', String(controlPort), '--account', `${gpDomain}\\${gpUser}:${gpPassword}`];
  return startSimulator('gp', port, start, args, { controlPort, label: name });
}

function startSimulator(
  name: string,
  port: number,
  start: SimulatorsStart,
  args: readonly string[],
  { controlPort = port, label = name } = {},
): Promise<LoggedProcess> {
  const data = start.dataDir === undefined ? [] : ['--data', join(start.dataDir, `simulator-${label}`)];
  return startLogged({
    name: `simulator-${label}`,
    script: join(start.repository, 'test', 'simulators', name, 'dist', 'main.js'),
    args: ['--port', String(port), ...args, ...data],
    logDir: start.workDir,
    readyUrl: `http://127.0.0.1:${controlPort}/__sim/summary`,
  });
}
