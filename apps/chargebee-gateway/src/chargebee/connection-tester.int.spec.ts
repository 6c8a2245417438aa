import { afterEach, describe, expect, it } from '@jest/globals';
import { aCustomer } from '@ledgerbridge/testing';
import { GatewayRig, TARGET, type RigOptions } from '../testing/gateway-rig.fixture.spec.js';

interface TestAnswer {
  readonly ok: boolean;
  readonly checks: readonly { name: string; ok: boolean; detail: string }[];
}

describe('test of a Chargebee connection', () => {
  let rig: GatewayRig;
  afterEach(() => rig.close());

  async function tested(options: RigOptions = {}): Promise<TestAnswer> {
    rig = await GatewayRig.start(options);
    return rig.get<TestAnswer>(`/v1/connections/${TARGET}/test`, { method: 'POST' });
  }

  it('given a site that works, then every check passes and nothing was left there', async () => {
    const answer = await tested();
    expect(answer).toMatchObject({ ok: true });
    expect(answer.checks.map(({ name }) => name)).toEqual([
      'reachable',
      'api-key',
      'product-catalog',
      'import-invoice',
    ]);
    expect(rig.simulator.controls.objects('invoice')).toEqual([]);
  });

  it('given a wrong key, then the key is named, the key is not told, and a delivery fails as configuration', async () => {
    const answer = await tested({ connection: { apiKey: 'canary_wrong_key' } });
    expect(answer).toMatchObject({ ok: false, checks: [{ name: 'api-key', ok: false }] });
    expect(JSON.stringify(answer)).not.toContain('canary_wrong_key');
    expect(await rig.deliver(aCustomer().event())).toMatchObject([
      {
        state: 'failed',
        failureClass: 'configuration',
        reason: 'api_authentication_failed',
        details: { scope: 'connection' },
      },
    ]);
  });

  it('given a key that may only read, then the missing right is found', async () => {
    const answer = await tested({ connection: { apiKey: 'test_simulator_read_only' } });
    expect(answer.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['import-invoice']);
  });

  it('given nobody at the address, then it is not reachable', async () => {
    const answer = await tested({ connection: { baseUrl: 'http://127.0.0.1:9/api/v2' } });
    expect(answer).toMatchObject({ ok: false, checks: [{ name: 'reachable', ok: false }] });
  });
});

describe('settings this build does not serve', () => {
  it.each([
    ['accepts.billingModel', { accepts: { billingModel: 'subscription' } }],
    ['region', { connection: { region: 'mars' } }],
    ['timeZone', { connection: { timeZone: 'Mars/Olympus' } }],
    ['baseUrl', { connection: { baseUrl: 'https://acme.chargebee.com' } }],
    ['flavour', { connection: { flavour: 'mint' } }],
  ] as const)('given %s, then the service does not start and names it', async (field, options) => {
    await expect(GatewayRig.start(options)).rejects.toMatchObject({
      message: expect.stringContaining(field) as unknown,
    });
  });
});
