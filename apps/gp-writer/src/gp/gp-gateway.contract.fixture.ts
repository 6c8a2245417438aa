import { compareDecimals } from '@ledgerbridge/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aCashReceipt, aGpCustomer, aReceivablesDocument } from './documents/gp-document.fixture.js';
import { RECEIVABLES_KINDS } from './documents/gp-document.js';
import { classifyError } from './error-classifier.js';
import type { GpGateway } from './gp-gateway.port.js';

export interface GatewayUnderContract {
  readonly gateway: GpGateway;
  /** An active customer of GP's own, in USD. */
  readonly customerId: string;
  close(): Promise<void>;
}

let lastNumber = 0;
const nextNumber = (prefix: string) => `${prefix}${String((lastNumber += 1)).padStart(17 - prefix.length, '0')}`;

async function refusal(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no refusal',
    (error: unknown) => classifyError(error),
  );
}

/** What every GpGateway does, whatever stands behind it: run by its specs in a `describe` of their own. */
export function describeGpGateway(name: string, setUp: () => Promise<GatewayUnderContract>): void {
  describe(`the contract of a GP gateway: ${name}`, () => {
    let subject: GatewayUnderContract;
    const gateway = () => subject.gateway;
    beforeAll(async () => {
      subject = await setUp();
    });
    afterAll(() => subject.close());

    describeReceivables(() => subject);
    describeReceipts(() => subject);
    describeCustomers(() => subject);

    it('given an operation, then its policy says who makes the distributions', async () => {
      const { distributions } = await gateway().policy('CreateReceivablesInvoice');
      expect(['provided', 'automatic']).toContain(distributions);
    });
  });
}

function describeReceivables(subject: () => GatewayUnderContract): void {
  const gateway = () => subject().gateway;
  const document = (given: Parameters<typeof aReceivablesDocument>[0]) =>
    aReceivablesDocument({ customerId: subject().customerId, number: nextNumber('CT'), ...given });

  it.each(RECEIVABLES_KINDS)(
    'given a new %s, then it is absent before and found after, as it was sent',
    async (kind) => {
      const amounts = { salesAmount: '100', tradeDiscount: '10', freight: '2.5', miscellaneous: '1', tax: '0' };
      const sent = document({ kind, ...amounts, glPostingDate: '2026-04-02', description: 'in_1' });
      expect(await gateway().findReceivables(kind, sent.number)).toBeUndefined();
      await gateway().createReceivables(sent);
      const found = await gateway().findReceivables(kind, sent.number);
      expect(found).toMatchObject({
        number: sent.number,
        customerId: sent.customerId,
        date: '2026-03-31',
        currency: 'USD',
        glPostingDate: '2026-04-02',
        description: 'in_1',
        isVoided: false,
      });
      expect(found?.batchId).toMatch(new RegExp(`${sent.batchId}$`, 'u'));
      expect(compareDecimals(found?.amount ?? '0', '93.5')).toBe(0);
    },
  );

  it('given a purchase order, then it is found', async () => {
    const sent = document({ purchaseOrder: 'PO-7' });
    await gateway().createReceivables(sent);
    expect(await gateway().findReceivables('invoice', sent.number)).toMatchObject({ purchaseOrder: 'PO-7' });
  });

  it('given a number that is taken, then a second document is refused as a duplicate', async () => {
    const sent = document({});
    await gateway().createReceivables(sent);
    expect(await refusal(gateway().createReceivables(sent))).toEqual({ kind: 'duplicate' });
  });

  it('given a customer GP does not have, then the record is refused', async () => {
    const refused = await refusal(gateway().createReceivables(document({ customerId: 'NOBODY' })));
    expect(refused).toMatchObject({
      kind: 'permanent',
      failureClass: 'data',
      code: 'CUSTOMER_UNKNOWN',
      scope: 'record',
    });
  });

  it('given a currency that is not set up, then the setting is named', async () => {
    const refused = await refusal(gateway().createReceivables(document({ currency: 'XOF' })));
    expect(refused).toMatchObject({
      kind: 'permanent',
      failureClass: 'configuration',
      code: 'CURRENCY_NOT_ENABLED',
      scope: 'record',
    });
  });
}

function describeReceipts(subject: () => GatewayUnderContract): void {
  const gateway = () => subject().gateway;

  it('given a new cash receipt, then it is absent before, found after, and refused twice', async () => {
    const sent = aCashReceipt({ customerId: subject().customerId, number: nextNumber('CTP'), amount: '12.34' });
    expect(await gateway().findCashReceipt(sent.number)).toBeUndefined();
    await gateway().createCashReceipt(sent);
    const found = await gateway().findCashReceipt(sent.number);
    expect(found).toMatchObject({ number: sent.number, customerId: sent.customerId, currency: 'USD', isVoided: false });
    expect(compareDecimals(found?.amount ?? '0', '12.34')).toBe(0);
    expect(await refusal(gateway().createCashReceipt(sent))).toEqual({ kind: 'duplicate' });
  });
}

function describeCustomers(subject: () => GatewayUnderContract): void {
  const gateway = () => subject().gateway;
  const nextId = () => `CT${nextNumber('C').slice(-10)}`;

  it('given a new customer, then it is absent before and found after, active', async () => {
    const sent = aGpCustomer({ id: nextId(), email: 'a@b.example', currency: 'USD' });
    expect(await gateway().findCustomer(sent.id)).toBeUndefined();
    await gateway().createCustomer(sent);
    expect(await gateway().findCustomer(sent.id)).toMatchObject({
      id: sent.id,
      name: sent.name,
      currency: 'USD',
      email: 'a@b.example',
      isActive: true,
      isOnHold: false,
    });
  });

  it('given an id that is taken, then a second customer is refused as a duplicate', async () => {
    const sent = aGpCustomer({ id: nextId() });
    await gateway().createCustomer(sent);
    expect(await refusal(gateway().createCustomer(sent))).toEqual({ kind: 'duplicate' });
  });

  it('given a change, then what is stated is set, as often as it is sent, and the rest stays', async () => {
    const { id, ...before } = aGpCustomer({ id: nextId(), email: 'old@b.example', currency: 'USD' });
    await gateway().createCustomer({ id, ...before });
    const changed = aGpCustomer({ id, name: 'New name', address: { lines: ['1 High St'], city: 'Leeds' } });
    await gateway().updateCustomer(changed);
    await gateway().updateCustomer(changed);
    const expected = { name: 'New name', currency: 'USD', email: 'old@b.example' };
    expect(await gateway().findCustomer(id)).toMatchObject(expected);
  });

  it('given a customer of GP itself, then it is adopted by an update', async () => {
    const { customerId } = subject();
    await gateway().updateCustomer(aGpCustomer({ id: customerId, name: 'Adopted', email: 'new@b.example' }));
    expect(await gateway().findCustomer(customerId)).toMatchObject({ name: 'Adopted', email: 'new@b.example' });
  });

  it('given a customer GP does not have, then an update is refused', async () => {
    const refused = await refusal(gateway().updateCustomer(aGpCustomer({ id: 'NOBODY' })));
    expect(refused).toMatchObject({ kind: 'permanent', failureClass: 'data', code: 'CUSTOMER_UNKNOWN' });
  });
}
