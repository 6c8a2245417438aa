import { join } from 'node:path';
import { freePort } from '@ledgerbridge/testing';
import { CREDENTIALS } from '../bridge/connections-file.js';
import { startLogged, startTogether, type LoggedProcess } from './logged-process.js';
import { ChargebeeControls, SysproControls } from './simulator-controls.js';

export interface RunningSimulators {
  readonly processes: readonly LoggedProcess[];
  readonly syspro: SysproControls;
  readonly chargebee: ChargebeeControls;
  /** Where the services reach them. */
  readonly sysproUrl: string;
  readonly chargebeeUrl: string;
}

export interface SimulatorsStart {
  readonly repository: string;
  readonly workDir: string;
  /** Keeps what they hold between starts. */
  readonly dataDir: string | undefined;
}

export async function startSimulators(start: SimulatorsStart): Promise<RunningSimulators> {
  const [sysproPort, chargebeePort] = [await freePort(), await freePort()];
  const { sysproOperator, sysproPassword, chargebeeSite, chargebeeKey } = CREDENTIALS;
  const processes = await startTogether([
    startSimulator('syspro', sysproPort, start, [
      '--company',
      'A',
      '--username',
      sysproOperator,
      '--password',
      sysproPassword,
    ]),
    startSimulator('chargebee', chargebeePort, start, [
      ...['--site', chargebeeSite, '--key', `sandbox:${chargebeeKey}`, '--currencies', 'USD,EUR,ZAR'],
      ...['--requests-per-minute', '3500'],
    ]),
  ]);
  const [syspro, chargebee] = [`http://127.0.0.1:${sysproPort}`, `http://127.0.0.1:${chargebeePort}`];
  return {
    processes,
    syspro: new SysproControls(syspro),
    chargebee: new ChargebeeControls(chargebee, chargebeeSite),
    sysproUrl: `${syspro}/SYSPRO8Odata/SYSPROOData/A`,
    chargebeeUrl: `${chargebee}/api/v2`,
  };
}

function startSimulator(
  name: string,
  port: number,
  start: SimulatorsStart,
  args: readonly string[],
): Promise<LoggedProcess> {
  const data = start.dataDir === undefined ? [] : ['--data', join(start.dataDir, `simulator-${name}`)];
  return startLogged({
    name: `simulator-${name}`,
    script: join(start.repository, 'test', 'simulators', name, 'dist', 'main.js'),
    args: ['--port', String(port), ...args, ...data],
    logDir: start.workDir,
    readyUrl: `http://127.0.0.1:${port}/__sim/summary`,
  });
}
