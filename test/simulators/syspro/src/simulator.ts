import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTROL_ROOT, handleControl } from './controls/control-handler.js';
import { SimulatorControls } from './controls/simulator-controls.js';
import { generatedCompany } from './generated/generated-company.js';
import type { Exchange } from './http/exchange.js';
import { FaultQueue } from './http/fault-queue.js';
import { ODataHandler } from './http/odata-handler.js';
import { sendStatusPage } from './http/reply.js';
import { RequestLog } from './http/request-log.js';
import { ServiceGate } from './http/service-gate.js';
import { readServiceRequest, SERVICE_ROOT } from './http/service-request.js';
import { completeSeed, DEFAULT_OPERATOR, type FullSeedOptions, type SysproSimulatorOptions } from './options.js';
import { computeExpectations } from './seed/expectations.js';
import { seededCompany, type SeededCompany } from './seed/seeded-company.js';
import { openJournal } from './tables/journal.js';

export interface SysproSimulator {
  /** `http://host:port`; the controls are under `/__sim`. */
  url: string;
  /** Service root of the company, for `odata.baseUrl`. */
  odataUrl: string;
  port: number;
  controls: SimulatorControls;
  close(): Promise<void>;
}

function buildCompany(id: string, seed: FullSeedOptions): SeededCompany {
  if (seed.generated === undefined) return seededCompany(id, seed);
  return { company: generatedCompany(id, seed.generated, seed), traps: [] };
}

/** The parts of one simulator, wired. */
class SimulatorServer {
  readonly controls: SimulatorControls;
  private readonly log = new RequestLog();
  private readonly closing = new AbortController();
  private readonly gate: ServiceGate;
  private readonly server: Server;
  private readonly built: SeededCompany;

  constructor(private readonly options: SysproSimulatorOptions) {
    const seed = completeSeed(options.seed);
    this.built = buildCompany(options.company ?? 'A', seed);
    const { company, traps } = this.built;
    // taken before earlier edits are replayed; of a generated company, whose size makes it slow, only when asked
    const ready = seed.generated === undefined ? computeExpectations(company, traps) : undefined;
    if (options.dataDirectory !== undefined) {
      const { journal, entries } = openJournal(options.dataDirectory, JSON.stringify(seed));
      company.attach(journal, entries);
    }
    const faults = new FaultQueue();
    this.controls = new SimulatorControls({
      company,
      semantics: seed,
      faults,
      log: this.log,
      expectations: () => ready ?? computeExpectations(company, traps),
      switchesChanged: (changes) => {
        if (changes.unauthorizedAfter !== undefined) this.gate.resetAdmissions();
      },
    });
    const switches = () => this.controls.switches;
    const handler = new ODataHandler({ company, operators: options.operators ?? [DEFAULT_OPERATOR], switches });
    this.gate = new ServiceGate(handler, faults, switches, this.closing.signal);
    this.controls.setSwitches(options.switches ?? {});
    this.server = createServer((request, response) => {
      this.route(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port ?? 0, this.options.host ?? '127.0.0.1', resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.closing.abort();
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
    this.built.company.close();
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith(`${CONTROL_ROOT}/`)) return handleControl(this.controls, request, response);
    const parsed = readServiceRequest(request.url ?? '');
    if (parsed.company === null) return sendStatusPage(response, '404');
    const exchange: Exchange = { request, response, parsed, number: this.log.nextNumber(), truncated: false, rows: 0 };
    const started = performance.now();
    try {
      await this.gate.pass(exchange);
    } finally {
      this.note(exchange, performance.now() - started);
    }
    if (response.statusCode === 200) this.controls.schedule.answered(parsed.entity);
  }

  private note({ request, response, parsed, number, operator, rows }: Exchange, ms: number): void {
    this.log.add({
      number,
      at: new Date().toISOString(),
      method: request.method ?? '',
      path: (request.url ?? '').split('?')[0] ?? '',
      query: parsed.queryString,
      ...(operator === undefined ? {} : { operator }),
      ...(parsed.entity === undefined ? {} : { entity: parsed.entity }),
      status: response.headersSent ? response.statusCode : 0,
      rows,
      ms: Math.round(ms),
    });
  }
}

/**
 * Starts a SYSPRO 8 OData service over a seeded company.
 * @throws SeedMismatchError when the data directory holds edits over another seed; a listen error when the port is taken.
 */
export async function startSysproSimulator(options: SysproSimulatorOptions = {}): Promise<SysproSimulator> {
  const server = new SimulatorServer(options);
  const port = await server.listen();
  const url = `http://${options.host ?? '127.0.0.1'}:${port}`;
  return {
    url,
    odataUrl: `${url}${SERVICE_ROOT}/${options.company ?? 'A'}`,
    port,
    controls: server.controls,
    close: () => server.close(),
  };
}
