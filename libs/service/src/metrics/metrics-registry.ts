import { collectDefaultMetrics, Registry } from 'prom-client';

/** Injection token of the service's prom-client Registry. */
export const METRICS_REGISTRY = Symbol('METRICS_REGISTRY');

/** One registry per application, not prom-client's global one: several applications live in one test process. */
export function createMetricsRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
