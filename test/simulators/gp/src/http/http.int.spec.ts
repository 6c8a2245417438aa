import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NS } from '../schema/namespaces.js';
import { startGpSimulator, type GpSimulator } from '../simulator.js';
import { CONTEXT, envelope, invoiceValue, writing } from '../testing/requests.js';
import { SoapClient } from '../testing/soap-client.js';

describe('the endpoint', () => {
  let simulator: GpSimulator;
  let client: SoapClient;
  const body = envelope('GetCompanyList', CONTEXT);
  const soapaction = `"${NS.gp}/GetCompanyList"`;

  beforeAll(async () => {
    simulator = await startGpSimulator();
    client = new SoapClient(simulator);
    await client.call('GetCompanyList', CONTEXT);
  });
  afterAll(async () => {
    client.close();
    await simulator.close();
  });
  beforeEach(() => simulator.controls.reset());

  const violations = () => Object.keys(simulator.controls.summary().schemaViolations.reasons);

  it.each([
    [404, 'another path', body, {}, { path: '/Dynamics/GPService' }],
    [405, 'GET', '', {}, { method: 'GET' }],
    [415, 'SOAP 1.2', body, { 'content-type': 'application/soap+xml' }, {}],
    [400, 'an empty body', '', {}, {}],
  ])('answers %i for %s', async (status, _name, sent, headers, options) => {
    const answer = await client.post(sent, { soapaction, ...headers }, options);
    expect(answer.status).toBe(status);
  });

  it.each([
    ['an unquoted SOAPAction', body, soapaction.replaceAll('"', ''), ': wrong SOAPAction: '],
    ['no SOAPAction', body, '', ': wrong SOAPAction: '],
    [
      'the SOAPAction of another operation',
      body,
      `"${NS.gp}/GetBatchList"`,
      'GetBatchList: SOAPAction names another operation: GetCompanyList',
    ],
    ['no XML', '<s:Envelope', soapaction, 'GetCompanyList: no XML'],
    [
      'SOAP 1.2',
      body.replaceAll(NS.soap, 'http://www.w3.org/2003/05/soap-envelope'),
      soapaction,
      'no SOAP 1.1 envelope',
    ],
    [
      'no context',
      envelope('GetCompanyList', ''),
      soapaction,
      'GetCompanyList: missing element: GetCompanyList.context',
    ],
    [
      'another namespace',
      body.replace(`<GetCompanyList xmlns="${NS.gp}">`, '<GetCompanyList xmlns="urn:x">'),
      soapaction,
      'GetCompanyList: wrong namespace: GetCompanyList',
    ],
    [
      'two elements in the body',
      body.replace('</s:Body>', '<x/></s:Body>'),
      soapaction,
      'GetCompanyList: a body has one element: Envelope.Body',
    ],
  ])('counts %s', async (_name, sent, action, reason) => {
    const answer = await client.post(sent, { soapaction: action });
    expect(answer.status).toBe(500);
    expect(violations()).toEqual([expect.stringContaining(reason)]);
  });

  it('knows no operation outside its interface', async () => {
    simulator.controls.set({ disabledOperations: ['GetBatchList'] });
    const answers = [await client.call('GetBatchList', CONTEXT), await client.call('CreateSalesInvoice', CONTEXT)];
    simulator.controls.set({ disabledOperations: [] });
    expect(answers.map((one) => one.faultText())).toEqual([
      expect.stringContaining('ContractFilter mismatch'),
      expect.stringContaining('ContractFilter mismatch'),
    ]);
    expect(violations()).toEqual([]);
  });

  it('needs a company where documents are concerned, and knows none but its own', async () => {
    const none = CONTEXT.replace(/<d:OrganizationKey.*<\/d:OrganizationKey>/, '');
    const answers = [
      await client.call('GetCompanyList', none),
      await client.call('GetBatchList', none),
      await client.call('GetBatchList', CONTEXT.replace('>-1<', '>9<')),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 500, 500]);
    expect(answers[1]?.faultText()).toBe(simulator.controls.switches.systemFaultText);
    expect(simulator.controls.exceptions().map(({ type }) => type)).toEqual(['SystemException', 'SystemException']);
  });

  it('counts what it drops silently when order is not enforced', async () => {
    simulator.controls.set({ orderEnforced: 'drop-silently' });
    const content = writing('ReceivablesInvoice', invoiceValue());
    const [description, key] = ['<Description>late</Description>', '<Key><Id>CB000000000000001</Id></Key>'];
    const moved = content.replace('<IsDeleted', `${description}<IsDeleted`);
    expect(moved).toContain(key);
    const answer = await client.call('CreateReceivablesInvoice', moved);
    simulator.controls.set({ orderEnforced: 'reject' });
    expect(answer.status).toBe(200);
    expect(simulator.controls.documents()[0]?.value).not.toHaveProperty('Description');
    expect(violations()).toEqual([expect.stringContaining('wrong order')]);
  });

  it('notes the most calls under way at a time', async () => {
    const others = [1, 2, 3].map(() => new SoapClient(simulator));
    simulator.controls.set({ latencyMs: 150 });
    await Promise.all(others.map((one) => one.call('GetCompanyList', CONTEXT)));
    simulator.controls.set({ latencyMs: 0 });
    others.forEach((one) => one.close());
    expect(simulator.controls.summary().maxConcurrent).toBe(3);
  });
});
