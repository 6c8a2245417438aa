import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startGpSimulator, type GpSimulator, type GpSimulatorOptions } from '../simulator.js';
import { CONTEXT, envelope } from '../testing/requests.js';
import { SoapClient, type2Of } from '../testing/soap-client.js';
import { type1Message, type3Message } from '../testing/ntlm-client.js';
import { NS } from '../schema/namespaces.js';
import { DEFAULT_ACCOUNT } from '../company/company-options.js';

const ACTION = `"${NS.gp}/GetCompanyList"`;
const BODY = envelope('GetCompanyList', CONTEXT);
const ntlm = (message: Buffer): Record<string, string> => ({
  soapaction: ACTION,
  authorization: `NTLM ${message.toString('base64')}`,
});

describe('authentication', () => {
  let simulator: GpSimulator;
  let clients: SoapClient[];

  async function start(options: GpSimulatorOptions = {}): Promise<void> {
    simulator = await startGpSimulator(options);
  }
  function client(who = DEFAULT_ACCOUNT): SoapClient {
    const made = new SoapClient(simulator, who);
    clients.push(made);
    return made;
  }
  const counts = () => simulator.controls.summary().authentication;
  const plain = (of: SoapClient) => of.post(BODY, { soapaction: ACTION });

  beforeEach(() => {
    clients = [];
  });
  afterEach(async () => {
    clients.forEach((one) => one.close());
    await simulator.close();
  });

  it('asks an anonymous connection for Negotiate or NTLM', async () => {
    await start();
    const answer = await plain(client());
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Negotiate, NTLM']);
  });

  it('lasts as long as the connection, and no longer', async () => {
    await start();
    const first = client();
    expect((await first.call('GetCompanyList', CONTEXT)).status).toBe(200);
    expect((await plain(first)).status).toBe(200);
    expect((await plain(client())).status).toBe(401);
    expect(counts()).toMatchObject({ sockets: 2, challenges: 1, handshakes: 1, anonymous: 2, refused: {} });
  });

  it('refuses a type 3 on another connection than its type 1', async () => {
    await start();
    const type1 = type1Message();
    const type2 = type2Of(await client().post('', ntlm(type1))) as Buffer;
    const answer = await client().post(BODY, ntlm(type3Message(type1, type2, DEFAULT_ACCOUNT)));
    expect(answer.status).toBe(401);
    expect(counts().refused).toEqual({ 'no challenge on this connection': 1 });
  });

  it('forgets a challenge when a request without credentials comes between', async () => {
    await start();
    const one = client();
    const type1 = type1Message();
    const type2 = type2Of(await one.post('', ntlm(type1))) as Buffer;
    await plain(one);
    expect((await one.post(BODY, ntlm(type3Message(type1, type2, DEFAULT_ACCOUNT)))).status).toBe(401);
  });

  it('refuses a wrong password', async () => {
    await start();
    const wrong = client({ ...DEFAULT_ACCOUNT, password: 'nope' });
    expect((await wrong.call('GetCompanyList', CONTEXT)).status).toBe(401);
    expect(counts().refused).toEqual({ 'wrong password': 1 });
  });

  it.each([
    ['refuse', 401, { 'type 1 with a body': 1 }],
    ['accept', 401, {}],
  ] as const)('a type 1 with a body: %s', async (typeOneBody, status, refused) => {
    await start({ switches: { typeOneBody } });
    const answer = await client().post(BODY, ntlm(type1Message()));
    expect([answer.status, counts().refused, type2Of(answer) === undefined]).toEqual([
      status,
      refused,
      typeOneBody === 'refuse',
    ]);
  });

  it('takes NTLM under the name Negotiate too', async () => {
    await start();
    const answer = await client().post('', { authorization: `Negotiate ${type1Message().toString('base64')}` });
    expect(answer.headers['www-authenticate']).toMatch(/^Negotiate TlRMTVNTUAAC/);
  });

  it('takes Basic with each request when it is offered', async () => {
    await start({ schemes: ['basic'] });
    const basic = (password: string) => ({
      soapaction: ACTION,
      authorization: `Basic ${Buffer.from(`fabrikam\\bridge:${password}`).toString('base64')}`,
    });
    const one = client();
    expect((await one.post(BODY, basic(DEFAULT_ACCOUNT.password))).status).toBe(200);
    const refused = await one.post(BODY, basic('nope'));
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Basic realm="GPSERVER"']);
    expect((await plain(one)).status).toBe(401);
  });

  it('does not take Basic unless it is offered', async () => {
    await start();
    const authorization = `Basic ${Buffer.from('FABRIKAM\\bridge:Pass@word1').toString('base64')}`;
    expect((await client().post(BODY, { soapaction: ACTION, authorization })).status).toBe(401);
  });

  it('can end with each answer, or at once for all connections', async () => {
    await start();
    const one = client();
    await one.call('GetCompanyList', CONTEXT);
    simulator.controls.deauthenticate();
    expect((await plain(one)).status).toBe(401);
    simulator.controls.set({ authenticateEachRequest: true });
    expect((await one.call('GetCompanyList', CONTEXT)).status).toBe(200);
    expect((await plain(one)).status).toBe(401);
  });

  it('is needed anew for each call when each answer closes its connection', async () => {
    await start({ switches: { closeAfterAnswer: true, ntlmTimestamp: false } });
    const one = client();
    expect((await one.call('GetCompanyList', CONTEXT)).headers.connection).toBe('close');
    expect((await one.call('GetCompanyList', CONTEXT)).status).toBe(200);
    expect(counts()).toMatchObject({ sockets: 2, handshakes: 2 });
  });

  it('shows an account only what its roles allow', async () => {
    const narrow = {
      ...DEFAULT_ACCOUNT,
      operations: ['GetCompanyList', 'GetWSEnabledCompanyForUserList'],
      companies: [-1],
    };
    await start({
      accounts: [narrow],
      companies: [
        { id: -1, name: 'Fabrikam, Inc.' },
        { id: 2, name: 'Two' },
      ],
    });
    const one = client();
    expect((await one.call('GetWSEnabledCompanyForUserList', CONTEXT)).text).not.toContain('Two');
    const denied = await one.call('GetPolicyByOperation', `<operation>CreateCustomer</operation>${CONTEXT}`);
    expect([denied.status, denied.faultText()]).toEqual([500, expect.stringContaining('Security exception')]);
    const elsewhere = await one.call('GetCompanyList', CONTEXT.replace('>-1<', '>2<'));
    expect(elsewhere.faultText()).toContain('Security exception');
    expect(simulator.controls.summary().requests).toMatchObject({ 'GetPolicyByOperation security': 1 });
  });
});
