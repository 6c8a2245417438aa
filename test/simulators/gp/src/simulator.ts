import {
  assertSetUp,
  DEFAULT_ACCOUNT,
  DEFAULT_COMPANY,
  type AccountOptions,
  type CompanyOptions,
} from './company/company-options.js';
import { Ledger } from './company/ledger.js';
import { ControlApi, CONTROL_PREFIX } from './control/control-api.js';
import { ControlServer } from './control/control-server.js';
import { SimulatorControls } from './control/controls.js';
import { FaultBook } from './faults/fault-book.js';
import { AuthenticationGate, type Scheme } from './http/authentication-gate.js';
import { Endpoint, ENDPOINT_PATH } from './http/endpoint.js';
import { HttpServer, type TlsOptions } from './http/http-server.js';
import { RequestLog } from './http/request-log.js';
import { SimulatorClock } from './simulator-clock.js';
import { channelBindings } from './ntlm/channel-bindings.js';
import { Service } from './soap/service.js';
import { Tally } from './soap/tally.js';
import { changeSwitches, DEFAULT_SWITCHES, type Switches } from './switches.js';

export interface GpSimulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Of the control API's own port; 0, the default, takes any free one. */
  controlPort?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** Serves the endpoint over HTTPS. */
  tls?: TlsOptions;
  /** NTLM alone by default. */
  schemes?: readonly Scheme[];
  /** One account FABRIKAM\bridge by default. */
  accounts?: readonly AccountOptions[];
  /** Fabrikam, Inc. (-1) by default. */
  companies?: readonly CompanyOptions[];
  switches?: Partial<Switches>;
  /** Folder that keeps companies and exception log between starts; none keeps nothing. */
  dataDir?: string;
  /** Milliseconds since 1970; the system's clock by default. */
  clock?: () => number;
}

/** A running simulator. */
export interface GpSimulator {
  /** `http(s)://host:port`; the control API is below `/__sim` here too, except while the service is down. */
  url: string;
  /** The legacy endpoint: what a connection's `endpoint` is set to. */
  endpoint: string;
  port: number;
  /** `http://host:port/__sim` on a port of its own. */
  controlUrl: string;
  controls: SimulatorControls;
  close(): Promise<void>;
}

/**
 * Starts the Web Services for Microsoft Dynamics GP on loopback.
 * @throws Error for companies, accounts, switches or ports that cannot be used
 */
export async function startGpSimulator(options: GpSimulatorOptions = {}): Promise<GpSimulator> {
  const companies = options.companies ?? [DEFAULT_COMPANY];
  const accounts = options.accounts ?? [DEFAULT_ACCOUNT];
  assertSetUp(companies, accounts);
  const switches = changeSwitches(DEFAULT_SWITCHES, options.switches ?? {});
  const clock = new SimulatorClock(options.clock ?? Date.now);
  const { now } = clock;
  const current = (): Switches => controls.switches;
  const faults = new FaultBook();
  const tally = new Tally();
  const log = new RequestLog(now);
  const ledger = new Ledger(companies, now, options.dataDir);
  const gate = new AuthenticationGate({
    accounts,
    schemes: options.schemes ?? ['ntlm'],
    switches: current,
    clock: now,
    channelBindings: options.tls === undefined ? undefined : channelBindings(options.tls.cert),
  });
  const service = new Service(ledger, tally, current, now);
  const endpoint = new Endpoint({ gate, service, faults, log, switches: current });
  const server = new HttpServer({
    endpoint,
    control: { answer: (request) => control.answer(request) },
    log,
    tls: options.tls,
  });
  const controls: SimulatorControls = new SimulatorControls({
    ledger,
    faults,
    log,
    tally,
    gate,
    switches,
    clock,
    server,
  });
  const control = new ControlApi(controls);
  const controlServer = new ControlServer(control);
  const host = options.host ?? '127.0.0.1';
  const port = await server.listen(options.port ?? 0, host);
  const controlPort = await controlServer.listen(options.controlPort ?? 0, host);
  const url = `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`;
  return {
    url,
    endpoint: `${url}${ENDPOINT_PATH}`,
    port,
    controlUrl: `http://${host}:${controlPort}${CONTROL_PREFIX}`,
    controls,
    close: async () => {
      await server.goDown();
      await controlServer.close();
      ledger.close();
    },
  };
}
