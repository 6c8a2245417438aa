import { ControlApi } from './control/control-api.js';
import { SimulatorControls } from './control/controls.js';
import { FaultBook } from './faults/fault-book.js';
import { ApiHandler } from './http/api-handler.js';
import { HttpServer } from './http/http-server.js';
import { RequestLog } from './http/request-log.js';
import { ALL_OPERATIONS } from './operations/all-operations.js';
import { Router } from './operations/router.js';
import { assertSites, DEFAULT_SITE, type SiteOptions } from './site/site-options.js';
import { Site } from './site/site.js';
import { changeSwitches, DEFAULT_SWITCHES, type Switches } from './site/switches.js';

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** One site `acme-test` by default. */
  sites?: readonly SiteOptions[];
  switches?: Partial<Switches>;
  /** Folder that keeps the sites' objects between starts; none keeps nothing. */
  dataDir?: string;
  /** Milliseconds since 1970; the system's clock by default. */
  clock?: () => number;
}

/** A running simulator. */
export interface ChargebeeSimulator {
  /** `http://host:port`; the control API is below `/__sim`. */
  url: string;
  /** `http://host:port/api/v2`: what a connection's `baseUrl` is set to. */
  apiUrl: string;
  port: number;
  controls: SimulatorControls;
  close(): Promise<void>;
}

/**
 * Starts a Chargebee API v2 on loopback.
 * @throws Error for sites, switches or a port that cannot be used
 */
export async function startChargebeeSimulator(options: SimulatorOptions = {}): Promise<ChargebeeSimulator> {
  const siteOptions = options.sites ?? [DEFAULT_SITE];
  assertSites(siteOptions);
  const switches = changeSwitches(DEFAULT_SWITCHES, options.switches ?? {});
  const systemClock = options.clock ?? Date.now;
  const now = (): number => controls.now();
  const sites = siteOptions.map((site) => new Site(site, now, options.dataDir, () => controls.switches));
  const faults = new FaultBook();
  const log = new RequestLog(now);
  const controls: SimulatorControls = new SimulatorControls({ sites, faults, log, switches, clock: systemClock });
  const api = new ApiHandler(sites, new Router(ALL_OPERATIONS), faults, () => controls.switches, now);
  const server = new HttpServer(api, new ControlApi(controls), log);
  sites.forEach((site) => site.open());
  const host = options.host ?? '127.0.0.1';
  const port = await server.listen(options.port ?? 0, host);
  const url = `http://${host}:${port}`;
  return {
    url,
    apiUrl: `${url}/api/v2`,
    port,
    controls,
    close: async () => {
      await server.close();
      await Promise.all(sites.map((site) => site.close()));
    },
  };
}
