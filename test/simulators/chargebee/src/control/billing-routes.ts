import { parseObject, type Handler } from './control-route.js';
import type { SimulatorControls } from './controls.js';

/** `/__sim/billing`: time, payment methods, and what becomes of payments. */
export function billingRoutes(controls: SimulatorControls): Record<string, Handler> {
  const { billing } = controls;
  const actions: Record<string, (body: string, site: string | undefined) => unknown> = {
    run: (_body, site) => billing.run(site),
    advance: (body, site) => billing.advanceDays(Number(parseObject<{ days: number }>(body).days), site),
    'payment-method': (body, site) => billing.setPaymentMethod(parseObject(body), site),
    settle: (body, site) => billing.settle(parseObject(body), site),
  };
  return {
    'POST billing': ({ name, body, site }) => {
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (action === undefined) throw new Error(`billing knows no ${name}`);
      return action(body, site);
    },
  };
}
