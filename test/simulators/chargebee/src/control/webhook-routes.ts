import type { NewWebhook } from '../resources/webhook-endpoints/webhook-endpoint.js';
import { parseObject, type Handler } from './control-route.js';
import type { SimulatorControls } from './controls.js';

/** `/__sim/webhooks`: the endpoints of a site, replaying, pausing. */
export function webhookRoutes(controls: SimulatorControls): Record<string, Handler> {
  const { webhooks } = controls;
  return {
    'GET webhooks': ({ site }) => ({ items: webhooks.list(site) }),
    'POST webhooks': ({ name, body, site }) => {
      if (name === '') return { id: webhooks.add(parseObject<NewWebhook>(body), site) };
      if (name === 'replay') return { events: webhooks.replayAll(body === '' ? {} : parseObject(body), site) };
      if (name !== 'pause' && name !== 'resume') throw new Error(`webhooks know no ${name}`);
      return { webhooksPaused: controls.set({ webhooksPaused: name === 'pause' }).webhooksPaused };
    },
    'DELETE webhooks': ({ name, site }) => webhooks.remove(name, site),
  };
}
