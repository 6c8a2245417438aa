import { join } from 'node:path';
import type { Infrastructure } from '@ledgerbridge/testing';
import { BridgeApi } from '../bridge/bridge-api.js';
import { startLogged, startTogether, type LoggedProcess, type LoggedProcessOptions } from './logged-process.js';
import type { SandboxSecrets } from './sandbox-secrets.js';

/** The public ports; a sandbox takes them so that what the README says can be typed. */
export const SERVICE_PORTS = {
  audit: 3000,
  'syspro-ingest': 3001,
  'chargebee-gateway': 3002,
  'gp-writer': 3003,
} as const;
export type ServiceName = keyof typeof SERVICE_PORTS;

export interface ServiceStart {
  readonly repository: string;
  readonly workDir: string;
  readonly infrastructure: Pick<Infrastructure, 'brokers' | 'databaseUrl'>;
  readonly secrets: SandboxSecrets;
  readonly connectionsFile: string;
  /** Besides the variables every service gets. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ReplicaStart {
  /** Tells replicas apart in names and logs; the service's name when absent. */
  readonly label?: string;
  readonly onLaunch?: LoggedProcessOptions['onLaunch'];
}

export interface RunningServices {
  readonly processes: readonly LoggedProcess[];
  readonly api: Readonly<Record<ServiceName, BridgeApi>>;
}

/** The services as a deployment runs them: `node dist/apps/<service>/main.js` with nothing but environment variables. */
export async function startServices(
  start: ServiceStart,
  ports: Readonly<Record<ServiceName, number>>,
): Promise<RunningServices> {
  const names = Object.keys(SERVICE_PORTS) as ServiceName[];
  const processes = await startTogether(names.map((name) => startService(name, ports[name], start)));
  const api = (name: ServiceName): BridgeApi =>
    new BridgeApi(`http://127.0.0.1:${ports[name]}`, start.secrets.adminToken);
  return {
    processes,
    api: {
      audit: api('audit'),
      'syspro-ingest': api('syspro-ingest'),
      'chargebee-gateway': api('chargebee-gateway'),
      'gp-writer': api('gp-writer'),
    },
  };
}

/** One of them alone. */
export function startService(
  name: ServiceName,
  port: number,
  start: ServiceStart,
  { label = name, onLaunch }: ReplicaStart = {},
): Promise<LoggedProcess> {
  const { infrastructure, secrets } = start;
  return startLogged({
    name: label,
    script: join(start.repository, 'dist', 'apps', name, 'main.js'),
    env: {
      KAFKA_BROKERS: infrastructure.brokers,
      DATABASE_URL: infrastructure.databaseUrl,
      CREDENTIALS_KEYS: secrets.credentialsKeys,
      API_TOKENS: `admin/sandbox:${secrets.adminToken},viewer/sandbox:${secrets.viewerToken}`,
      CONNECTIONS_FILE: start.connectionsFile,
      HOST: '127.0.0.1',
      PORT: String(port),
      ...start.env,
    },
    logDir: start.workDir,
    readyUrl: `http://127.0.0.1:${port}/health/ready`,
    ...(onLaunch === undefined ? {} : { onLaunch }),
  });
}
