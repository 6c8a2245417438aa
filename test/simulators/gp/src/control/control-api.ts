import type { CompanyData } from '../company/company-options.js';
import { DOCUMENT_KINDS, type DocumentKind } from '../company/stored.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import { jsonAnswer, type Answer } from '../http/answer.js';
import type { HttpRequest } from '../http/http-request.js';
import type { Switches } from '../switches.js';
import type { SimulatorControls } from './controls.js';

/** Path below which the control API answers; the simulated service has nothing there. */
export const CONTROL_PREFIX = '/__sim';

type Handler = (input: { query: URLSearchParams; body: string }) => unknown;

/** `SimulatorControls` over HTTP below `/__sim`, JSON in and out; 400 with `error` for what it does not understand. */
export class ControlApi {
  private readonly routes: Readonly<Record<string, Handler>>;

  constructor(controls: SimulatorControls) {
    this.routes = { ...readingRoutes(controls), ...writingRoutes(controls) };
  }

  async answer(request: Pick<HttpRequest, 'method' | 'path' | 'query' | 'body'>): Promise<Answer> {
    const route = request.path.slice(CONTROL_PREFIX.length + 1);
    const handler = this.routes[`${request.method} ${route}`];
    if (handler === undefined) return jsonAnswer(404, { error: `no such control: ${request.method} ${request.path}` });
    try {
      const query = new URLSearchParams(request.query);
      return jsonAnswer(200, (await handler({ query, body: request.body.toString('utf8') })) ?? { ok: true });
    } catch (error) {
      return jsonAnswer(400, { error: (error as Error).message });
    }
  }
}

function readingRoutes(controls: SimulatorControls): Record<string, Handler> {
  return {
    'GET health': () => ({ ok: true }),
    'GET switches': () => controls.switches,
    'GET summary': () => controls.summary(),
    'GET requests': ({ query }) => ({ items: controls.requests(logFilter(query)) }),
    'GET documents': ({ query }) => ({
      items: controls.documents({ ...kindOf(query.get('kind')), ...companyOf(query) }),
    }),
    'GET customers': ({ query }) => ({ items: controls.customers(companyOf(query).company) }),
    'GET exceptions': () => ({ items: controls.exceptions() }),
    'GET faults': () => ({ items: controls.faults() }),
  };
}

function writingRoutes(controls: SimulatorControls): Record<string, Handler> {
  return {
    'POST switches': ({ body }) => controls.set(parse<Partial<Switches>>(body)),
    'POST data': ({ query, body }) => controls.addData(parse<Partial<CompanyData>>(body), companyOf(query).company),
    'POST post': ({ query, body }) => ({
      posted: controls.post(parse<{ batchId: string }>(body).batchId, companyOf(query).company),
    }),
    'POST void': ({ query, body }) => {
      const { kind, id } = parse<{ kind: string; id: string }>(body);
      const known = kindOf(kind).kind;
      if (known === undefined) throw new Error('kind is missing');
      controls.void(known, id, companyOf(query).company);
    },
    'POST faults': ({ body }) => controls.fault(parse<FaultPlan>(body)),
    'DELETE faults': () => controls.clearFaults(),
    'POST deauthenticate': () => controls.deauthenticate(),
    'POST down': () => controls.goDown(),
    'POST up': () => controls.goUp(),
    'POST clock': ({ body }) => controls.advanceClock(Number(parse<{ advanceMs: number }>(body).advanceMs)),
    'POST reset': () => controls.reset(),
  };
}

function logFilter(query: URLSearchParams) {
  const operation = query.get('operation');
  const outcome = query.get('outcome');
  const after = query.get('after');
  return {
    ...(operation === null ? {} : { operation }),
    ...(outcome === null ? {} : { outcome }),
    ...(after === null ? {} : { after: Number(after) }),
  };
}

function kindOf(name: string | null): { kind?: DocumentKind } {
  if (name === null) return {};
  const kind = DOCUMENT_KINDS.find((one) => one === name);
  if (kind === undefined) throw new Error(`kind is one of ${DOCUMENT_KINDS.join(', ')}`);
  return { kind };
}

function companyOf(query: URLSearchParams): { company?: number } {
  const id = query.get('company');
  return id === null ? {} : { company: Number(id) };
}

function parse<T>(body: string): T {
  const value: unknown = JSON.parse(body);
  if (typeof value !== 'object' || value === null) throw new Error('a JSON object is expected');
  return value as T;
}
