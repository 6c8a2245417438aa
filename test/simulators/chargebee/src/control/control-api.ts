import { CONTROL_PREFIX } from './control-prefix.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { Answer } from '../http/answer.js';
import type { ApiRequest } from '../http/api-request.js';
import { isKind, type Kind, type Resource } from '../resources/resource.js';
import type { Switches } from '../site/switches.js';
import type { SimulatorControls } from './controls.js';

type Handler = (input: { query: URLSearchParams; body: string; name: string }) => unknown;

/** `SimulatorControls` over HTTP below `/__sim`, JSON in and out; 400 with `error` for what it does not understand. */
export class ControlApi {
  private readonly routes: Readonly<Record<string, Handler>>;

  constructor(controls: SimulatorControls) {
    this.routes = routesOf(controls);
  }

  answer(request: ApiRequest): Answer {
    const [, route = '', name = ''] = request.path.slice(CONTROL_PREFIX.length).split('/');
    const handler = this.routes[`${request.method} ${route}`];
    if (handler === undefined) return json(404, { error: `no such control: ${request.method} ${request.path}` });
    try {
      return json(
        200,
        handler({ query: new URLSearchParams(request.query), body: request.body, name }) ?? { ok: true },
      );
    } catch (error) {
      return json(400, { error: (error as Error).message });
    }
  }
}

function routesOf(controls: SimulatorControls): Record<string, Handler> {
  return {
    'GET health': () => ({ ok: true }),
    'GET switches': () => controls.switches,
    'POST switches': ({ body }) => controls.set(parse<Partial<Switches>>(body)),
    'GET requests': ({ query }) => ({ items: controls.requests(logFilter(query)) }),
    'GET summary': () => controls.summary(),
    'GET objects': ({ query, name }) => ({ items: controls.objects(kindOf(name), query.get('site') ?? undefined) }),
    'POST objects': ({ query, name, body }) =>
      controls.put(kindOf(name), parse<Resource>(body), query.get('site') ?? undefined),
    'GET faults': () => ({ items: controls.faults() }),
    'POST faults': ({ body }) => controls.fault(parse<FaultPlan>(body)),
    'DELETE faults': () => controls.clearFaults(),
    'POST clock': ({ body }) => controls.advanceClock(Number(parse<{ advanceMs: number }>(body).advanceMs)),
    'POST reset': () => controls.reset(),
  };
}

function logFilter(query: URLSearchParams) {
  const operation = query.get('operation');
  const status = query.get('status');
  const after = query.get('after');
  return {
    ...(operation === null ? {} : { operation }),
    ...(status === null ? {} : { status: Number(status) }),
    ...(after === null ? {} : { after: Number(after) }),
  };
}

function kindOf(name: string): Kind {
  if (!isKind(name)) throw new Error(`no kind of object is named ${name}`);
  return name;
}

function parse<T>(body: string): T {
  const value: unknown = JSON.parse(body);
  if (typeof value !== 'object' || value === null) throw new Error('a JSON object is expected');
  return value as T;
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
