import { billingRoutes } from './billing-routes.js';
import { CONTROL_PREFIX } from './control-prefix.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { Answer } from '../http/answer.js';
import type { ApiRequest } from '../http/api-request.js';
import { isKind, type Kind, type Resource } from '../resources/resource.js';
import type { Switches } from '../site/switches.js';
import { parseObject, type Handler } from './control-route.js';
import type { SimulatorControls } from './controls.js';
import { webhookRoutes } from './webhook-routes.js';

/** `SimulatorControls` over HTTP below `/__sim`, JSON in and out; 400 with `error` for what it does not understand. */
export class ControlApi {
  private readonly routes: Readonly<Record<string, Handler>>;

  constructor(controls: SimulatorControls) {
    this.routes = { ...routesOf(controls), ...webhookRoutes(controls), ...billingRoutes(controls) };
  }

  answer(request: ApiRequest): Answer {
    const [, route = '', name = ''] = request.path.slice(CONTROL_PREFIX.length).split('/');
    const handler = this.routes[`${request.method} ${route}`];
    if (handler === undefined) return json(404, { error: `no such control: ${request.method} ${request.path}` });
    try {
      const query = new URLSearchParams(request.query);
      const site = query.get('site') ?? undefined;
      return json(200, handler({ query, body: request.body, name, site }) ?? { ok: true });
    } catch (error) {
      return json(400, { error: (error as Error).message });
    }
  }
}

function routesOf(controls: SimulatorControls): Record<string, Handler> {
  return {
    'GET health': () => ({ ok: true }),
    'GET switches': () => controls.switches,
    'POST switches': ({ body }) => controls.set(parseObject<Partial<Switches>>(body)),
    'GET requests': ({ query }) => ({ items: controls.requests(logFilter(query)) }),
    'GET summary': () => controls.summary(),
    'GET objects': ({ site, name }) => ({ items: controls.objects(kindOf(name), site) }),
    'POST objects': ({ site, name, body }) => controls.put(kindOf(name), parseObject<Resource>(body), site),
    'POST strip': ({ site, name, body }) => ({
      stripped: controls.stripUpdatedAt(kindOf(name), parseObject<{ ids?: string[] }>(body).ids, site),
    }),
    'GET faults': () => ({ items: controls.faults() }),
    'POST faults': ({ body }) => controls.fault(parseObject<FaultPlan>(body)),
    'DELETE faults': () => controls.clearFaults(),
    'POST clock': ({ body }) => controls.advanceClock(Number(parseObject<{ advanceMs: number }>(body).advanceMs)),
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

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
