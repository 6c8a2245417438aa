import { afterEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_ACCOUNT } from '../company/company-options.js';
import { startGpSimulator, type GpSimulator } from '../simulator.js';
import { SPEC_CERTIFICATE } from '../testing/certificate.js';
import { CONTEXT, envelope } from '../testing/requests.js';
import { SoapClient } from '../testing/soap-client.js';
import { channelBindings } from '../ntlm/channel-bindings.js';

describe('over TLS', () => {
  let simulator: GpSimulator;
  let client: SoapClient;

  async function start(channelBinding: 'ignore' | 'require'): Promise<void> {
    simulator = await startGpSimulator({ tls: SPEC_CERTIFICATE, switches: { channelBinding } });
    client = new SoapClient(simulator, DEFAULT_ACCOUNT, SPEC_CERTIFICATE.cert);
  }
  afterEach(async () => {
    client.close();
    await simulator.close();
  });
  const handshake = (habits: Parameters<SoapClient['handshake']>[2]) =>
    client.handshake('GetCompanyList', envelope('GetCompanyList', CONTEXT), habits);

  it('answers, and breaks connections', async () => {
    await start('ignore');
    expect(simulator.endpoint).toMatch(/^https:/);
    expect((await client.call('GetCompanyList', CONTEXT)).status).toBe(200);
    simulator.controls.fault({ operation: '*', fault: 'reset-after-apply', times: 1 });
    await expect(client.call('GetCompanyList', CONTEXT)).rejects.toThrow();
  });

  it('can require the hash of its certificate', async () => {
    await start('require');
    expect((await handshake({})).status).toBe(401);
    expect((await handshake({ channelBindings: Buffer.alloc(16) })).status).toBe(401);
    expect((await handshake({ channelBindings: channelBindings(SPEC_CERTIFICATE.cert) })).status).toBe(200);
    expect(simulator.controls.summary().authentication.refused).toEqual({ 'wrong channel bindings': 2 });
  });
});
