import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultPlan, Switches } from '@ledgerbridge/simulator-gp';
import { aCashReceipt, aGpCustomer, aReceivablesDocument } from '../documents/gp-document.fixture.js';
import type { GpDistribution } from '../documents/gp-document.js';
import { classifyError } from '../error-classifier.js';
import { describeGpGateway } from '../gp-gateway.contract.fixture.js';
import { CUSTOMER, startSimulatedGateway, type SimulatedGateway } from './simulated-gateway.fixture.js';

describeGpGateway('SOAP, against the simulator', async () => {
  const simulated = await startSimulatedGateway();
  return { gateway: simulated.gateway(), customerId: CUSTOMER, close: () => simulated.close() };
});

const DISTRIBUTIONS: readonly GpDistribution[] = [
  { role: 'receivable', account: '000-1200-00', debit: '100', credit: '0' },
  { role: 'sales', account: '000-4100-00', debit: '0', credit: '100' },
];

describe('the SOAP gateway before the simulator', () => {
  let simulated: SimulatedGateway;
  const controls = () => simulated.simulator.controls;
  const invoice = aReceivablesDocument();
  const isThere = (number = invoice.number) =>
    controls()
      .documents()
      .some(({ id }) => id === number);

  async function outcome(call: Promise<unknown>) {
    return call.then(
      () => ({ kind: 'done' }),
      (error: unknown) => classifyError(error),
    );
  }

  beforeAll(async () => {
    simulated = await startSimulatedGateway();
  });
  afterAll(() => simulated.close());
  beforeEach(() => simulated.reset());

  it('given every kind of call, then the schema finds nothing wrong and no rule refuses', async () => {
    const gateway = simulated.gateway();
    const taxes = [{ detailId: 'TAX', taxAmount: '7.5', taxableAmount: '100' }];
    const full = { tax: '7.5', taxes, tradeDiscount: '1', freight: '2', miscellaneous: '3', purchaseOrder: 'PO-1' };
    await gateway.createReceivables({ ...invoice, ...full, dueDate: '2026-04-30', glPostingDate: '2026-04-01' });
    await gateway.createReceivables({ ...invoice, ...full, kind: 'credit-memo' });
    await gateway.createReceivables({ ...invoice, ...full, kind: 'debit-memo', dueDate: '2026-04-30' });
    const card = { method: 'card', cardTypeId: 'VISA', checkbookId: 'UPTOWN TRUST', reference: 'txn_1' } as const;
    await gateway.createCashReceipt(aCashReceipt(card));
    const address = { lines: ['1 High St', 'b', 'c'], city: 'Leeds', state: 'YRK', postalCode: 'LS1', country: 'UK' };
    const customer = aGpCustomer({ address, email: 'a@b.example', phone: '1', contact: 'Jo', classId: 'DEFAULT' });
    await gateway.createCustomer({ ...customer, currency: 'USD', taxRegistrationNumber: 'GB1' });
    await gateway.updateCustomer({ ...customer, name: 'Zoë & Søn <Ltd>' });
    expect(await gateway.companies()).toEqual([{ id: -1, name: 'Fabrikam, Inc.' }]);
    const { schemaViolations, validationFaults } = controls().summary();
    expect(schemaViolations.count).toBe(0);
    expect(validationFaults).toEqual({});
    expect(await gateway.findCustomer(customer.id)).toMatchObject({ name: 'Zoë & Søn <Ltd>' });
  });

  it('given a service that wants no nil members, then they are left out where that is set', async () => {
    simulated.reset({ nilRequired: false });
    const gateway = simulated.gateway({ wire: { omitNil: true } });
    await gateway.createReceivables(invoice);
    await gateway.createCashReceipt(aCashReceipt());
    await gateway.createCustomer(aGpCustomer());
    await gateway.updateCustomer(aGpCustomer({ email: 'a@b.example' }));
    expect(controls().summary().schemaViolations.count).toBe(0);
  });

  it('given a policy that takes distributions, then ours are in the document', async () => {
    simulated.reset({ distributions: 'provided' });
    const gateway = simulated.gateway();
    await gateway.createReceivables({ ...invoice, distributions: DISTRIBUTIONS });
    expect(await gateway.policy('CreateReceivablesInvoice')).toMatchObject({ distributions: 'provided' });
    expect(JSON.stringify(controls().documents()[0])).toContain('000-4100-00');
  });

  it('given a policy by which GP makes them, then none are ignored without a word', async () => {
    await simulated.gateway().createReceivables({ ...invoice, distributions: DISTRIBUTIONS });
    expect(controls().summary().silent['distributions-ignored'] ?? 0).toBe(0);
  });

  it('given a policy with a batch prefix, then it is told, and the batch is found with it', async () => {
    simulated.reset({ batchPrefix: 'WS' });
    const gateway = simulated.gateway();
    expect(await gateway.policy('CreateReceivablesInvoice')).toMatchObject({ batchPrefix: 'WS' });
    await gateway.createReceivables(invoice);
    expect(await gateway.findReceivables('invoice', invoice.number)).toMatchObject({ batchId: `WS${invoice.batchId}` });
  });

  it('given a policy changed under a running gateway, then it is taken up with the next try', async () => {
    const gateway = simulated.gateway();
    await gateway.policy('CreateReceivablesInvoice');
    controls().set({ batchPrefix: 'WS' });
    expect(await outcome(gateway.createReceivables(invoice))).toEqual({ kind: 'transient' });
    expect(await outcome(gateway.createReceivables(invoice))).toEqual({ kind: 'done' });
  });

  it('given a document hidden from its key, then it is found by the list', async () => {
    simulated.reset({ filteredIds: [invoice.number] });
    const gateway = simulated.gateway();
    await gateway.createReceivables(invoice);
    const found = await gateway.findReceivables('invoice', invoice.number);
    expect(found).toMatchObject({ number: invoice.number, customerId: CUSTOMER, date: '2026-03-31' });
  });

  it('given a document hidden from the list too, then it is absent, and its number refused', async () => {
    simulated.reset({ filteredIds: [invoice.number], filteredInLists: true });
    const gateway = simulated.gateway();
    await gateway.createReceivables(invoice);
    expect(await gateway.findReceivables('invoice', invoice.number)).toBeUndefined();
    expect(await outcome(gateway.createReceivables(invoice))).toEqual({ kind: 'duplicate' });
  });

  it('given a voided document, then it says so', async () => {
    const gateway = simulated.gateway();
    await gateway.createReceivables(invoice);
    controls().void('invoice', invoice.number);
    expect(await gateway.findReceivables('invoice', invoice.number)).toMatchObject({ isVoided: true });
  });

  const REFUSED: readonly (readonly [Partial<Switches>, object, object])[] = [
    [{ closedThrough: '2026-03-31' }, {}, { kind: 'held', reason: 'PERIOD_CLOSED' }],
    [{ lockedBatches: [invoice.batchId] }, {}, { kind: 'transient' }],
    [{ missingBatch: 'refuse' }, {}, { code: 'BATCH_NOT_USABLE', failureClass: 'configuration' }],
    [{ taxDetailsRequired: true }, { tax: '5' }, { code: 'TAX_DETAILS_DISAGREE', failureClass: 'configuration' }],
    [{ exchangeTables: false }, { currency: 'EUR' }, { code: 'EXCHANGE_RATE_MISSING', failureClass: 'configuration' }],
    [{ distributions: 'provided' }, {}, { kind: 'transient' }],
    [{ distributions: 'provided' }, { distributions: [] }, { kind: 'permanent' }],
    [{ documentNumberLength: 15 }, {}, { code: 'VALUE_TOO_LONG', failureClass: 'data' }],
    [{}, { currency: 'KWD' }, { code: 'CURRENCY_NOT_ENABLED', failureClass: 'configuration' }],
    [
      {},
      { tax: '5', taxes: [{ detailId: 'NONE', taxAmount: '5', taxableAmount: '100' }] },
      { code: 'TAX_DETAIL_UNKNOWN', failureClass: 'configuration' },
    ],
    [
      { disabledOperations: ['CreateReceivablesInvoice'] },
      {},
      { code: 'OPERATION_MISSING', failureClass: 'configuration', scope: 'connection' },
    ],
  ];

  it.each(REFUSED)('given %j and an invoice with %j, then it is refused as %j', async (switches, given, expected) => {
    simulated.reset(switches);
    expect(await outcome(simulated.gateway().createReceivables({ ...invoice, ...given }))).toMatchObject(expected);
    expect(isThere()).toBe(false);
  });

  it.each([
    ['plain', 'plain'],
    ['namespaced', 'econnect'],
    ['nested', 'plain'],
    ['bare-text', 'econnect'],
  ] as const)('given a log id %s and %s messages, then the rule is known all the same', async (nesting, style) => {
    simulated.reset({ messageNesting: nesting, messageStyle: style });
    const gateway = simulated.gateway();
    expect(await gateway.findCashReceipt('NONE')).toBeUndefined();
    const refused = await outcome(gateway.createReceivables({ ...invoice, customerId: 'NOBODY' }));
    expect(refused).toMatchObject({ code: 'CUSTOMER_UNKNOWN', details: { properties: [expect.any(String)] } });
  });

  it('given texts of another installation, then its rules say what they mean', async () => {
    simulated.reset({ notFoundText: 'Objekt nicht gefunden' });
    const gateway = simulated.gateway({ faults: [{ match: 'nicht gefunden', as: 'not-found' }] });
    expect(await gateway.findReceivables('invoice', 'NONE')).toBeUndefined();
  });

  it.each([
    ['reset-before-apply', 'in-doubt', false],
    ['reset-after-apply', 'in-doubt', true],
    ['truncated', 'in-doubt', true],
    ['system', 'in-doubt', false],
    ['system-after-apply', 'in-doubt', true],
    ['timeout', 'in-doubt', false],
    ['timeout-after-apply', 'in-doubt', true],
    ['html', 'in-doubt', false],
    ['html-200', 'in-doubt', false],
    ['garbled-after-apply', 'in-doubt', true],
    ['deadlock', 'transient', false],
    ['batch-locked', 'transient', false],
    ['503', 'target-down', false],
    ['unauthorized', 'done', true],
    ['close-after-answer', 'done', true],
  ] as const)('given the fault %s, then the write is %s', async (fault, kind, applied) => {
    controls().fault({ operation: 'Create*', fault, times: 1 });
    expect((await outcome(simulated.gateway().createReceivables(invoice))).kind).toBe(kind);
    expect(isThere()).toBe(applied);
  });

  it.each<[FaultPlan['fault'], string]>([
    ['reset-before-apply', 'transient'],
    ['system', 'transient'],
    ['html-200', 'transient'],
    ['timeout', 'transient'],
    ['503', 'target-down'],
  ])('given the fault %s of a look-up, then it is %s and never taken for absence', async (fault, kind) => {
    controls().fault({ operation: 'Get*', fault, times: 1 });
    expect((await outcome(simulated.gateway().findReceivables('invoice', invoice.number))).kind).toBe(kind);
  });

  it.each(['deadlock', 'batch-locked'] as const)(
    'given %s as a system fault, then it is retried too',
    async (fault) => {
      controls().fault({ operation: 'Create*', fault, times: 1, as: 'system' });
      expect(await outcome(simulated.gateway().createReceivables(invoice))).toEqual({ kind: 'transient' });
    },
  );

  it('given a server that is down, then nothing was sent', async () => {
    const gateway = simulated.gateway();
    await controls().goDown();
    try {
      expect(await outcome(gateway.createReceivables(invoice))).toEqual({ kind: 'target-down' });
    } finally {
      await controls().goUp();
    }
  });

  it('given a company that is not there, then GP does not say why, and only the list of companies tells', async () => {
    const gateway = simulated.gateway({ companyId: 42 });
    expect(await outcome(gateway.createReceivables(invoice))).toEqual({ kind: 'transient' });
    expect((await gateway.companies()).map(({ id }) => id)).not.toContain(42);
    controls().set({ systemFaultText: 'Company 42 does not exist.' });
    const refused = await outcome(gateway.createReceivables(invoice));
    expect(refused).toMatchObject({ code: 'COMPANY_UNKNOWN', scope: 'connection' });
  });

  it('given a customer that is inactive, then that is told of the record', async () => {
    controls().addData({ customers: [{ id: 'IDLE', name: 'Idle', isActive: false, isOnHold: true }] });
    const gateway = simulated.gateway();
    expect(await gateway.findCustomer('IDLE')).toMatchObject({ isActive: false, isOnHold: true });
    const refused = await outcome(gateway.createReceivables({ ...invoice, customerId: 'IDLE' }));
    expect(refused).toMatchObject({ failureClass: 'rejected', code: 'CUSTOMER_BLOCKED' });
  });

  it('given a wrong password, then the connection is wrong', async () => {
    const refused = await outcome(simulated.gateway({ password: 'wrong' }).createReceivables(invoice));
    expect(refused).toMatchObject({ code: 'GP_ACCESS_DENIED', scope: 'connection' });
  });

  it('given control characters, emoji and right-to-left text, then they arrive as far as XML carries them', async () => {
    simulated.reset({ codePage: 'unicode' });
    const gateway = simulated.gateway();
    const name = 'שלום 🧾 a\u0000b\u001Fc \uD83D';
    await gateway.createCustomer(aGpCustomer({ name }));
    expect(await gateway.findCustomer('CBACME')).toMatchObject({ name: 'שלום 🧾 abc' });
  });
});

describe('an account with few roles', () => {
  it('given an operation its role does not allow, then the connection is wrong, for reads too', async () => {
    const account = {
      domain: 'FABRIKAM',
      user: 'bridge',
      password: 'Pass@word1',
      operations: ['GetPolicyByOperation'],
    };
    const simulated = await startSimulatedGateway({ accounts: [account] });
    try {
      const gateway = simulated.gateway();
      const calls = [
        gateway.createReceivables(aReceivablesDocument()),
        gateway.findCustomer(CUSTOMER),
        gateway.companies(),
      ];
      for (const call of calls) {
        const error: unknown = await call.catch((thrown: unknown) => thrown);
        expect(classifyError(error)).toMatchObject({ code: 'ACCESS_DENIED', scope: 'connection' });
      }
    } finally {
      await simulated.close();
    }
  });
});
