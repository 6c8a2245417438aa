import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aCreditNote, aCustomer, anInvoice, aPayment } from '@ledgerbridge/testing';
import { SOURCE } from '../testing/surroundings.fixture.spec.js';
import { WriterRig } from '../testing/writer-rig.fixture.spec.js';

const connection = SOURCE;
const customer = (number: string, changes = {}) =>
  aCustomer()
    .with({ number, ...changes })
    .event({ connection });
const invoice = (sourceId: string) => ({
  of: (changes = {}, amounts: readonly string[] = ['100']) => {
    const builder = anInvoice().with({ customerId: 'A1', ...changes });
    for (const amount of amounts) builder.withLine({ amount });
    return builder.event({ connection, sourceId });
  },
});

describe('records that are not as they should be', () => {
  let rig: WriterRig;

  beforeAll(async () => {
    rig = await WriterRig.start();
    await rig.deliver(customer('A1'));
  });
  afterAll(async () => {
    const good = invoice('GOOD').of();
    const [delivery] = await rig.deliver(good);
    const { schemaViolations } = rig.simulator.controls.summary();
    await rig.close();
    // none of it harmed anything else
    expect(delivery).toMatchObject({ state: 'delivered' });
    expect(schemaViolations).toMatchObject({ count: 0 });
  });

  const found = (number: string) => rig.documents().filter((document) => document.includes(` ${number} `));
  const customerIn = (id: string) => rig.simulator.controls.customers().find((each) => each.id === id)?.value;

  it('given an invoice of a customer that was deleted before it came, then a person is told what to do', async () => {
    const [, delivery] = await rig.deliver(
      customer('GONE', { status: 'deleted' }),
      invoice('G1').of({ customerId: 'GONE' }),
    );
    const event = invoice('G1').of({ customerId: 'GONE' });
    expect(delivery?.state).toMatch(/waiting|failed/);
    expect(await rig.settled(event, ['failed'])).toMatchObject({
      failureClass: 'data',
      reason: 'CUSTOMER_NOT_IN_GP',
      details: { ended: 'deletion-not-propagated' },
    });
  });

  it('given a customer without a name, then it has one that can be told: person, e-mail or number', async () => {
    const nameless = aCustomer().with({ number: 'N1', emails: [] }).without('name').event({ connection });
    const byMail = aCustomer()
      .with({ number: 'N2', emails: ['pay@n2.example'] })
      .without('name')
      .event({ connection });
    const deliveries = await rig.deliver(nameless, byMail);
    expect(deliveries.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(customerIn('CBN1')).toMatchObject({ Name: 'N1' });
    expect(customerIn('CBN2')).toMatchObject({ Name: 'pay@n2.example' });
  });

  it('given an e-mail address of more than GP holds, then the customer comes without it', async () => {
    const address = `${'a'.repeat(200)}@long.example`;
    expect(await rig.deliver(customer('E1', { emails: [address] }))).toMatchObject([{ state: 'delivered' }]);
    expect(JSON.stringify(customerIn('CBE1'))).not.toContain('long.example');
  });

  it.each([
    ['RTL', 'שירותי ענן בע״מ'],
    ['EMOJI', '🚲 Bayside 🚲'],
    ['CTRL', 'Bay\u0000side\u000b Bikes'],
  ])('given a name of %s, then the customer and its invoice arrive', async (number, name) => {
    const events = [customer(number, { name }), invoice(`I${number}`).of({ customerId: number })];
    const deliveries = [await rig.deliver(...events), await rig.settled(events[1] as never, ['delivered'])].flat();
    expect(deliveries[0]).toMatchObject({ state: 'delivered' });
    expect(found(`CBII${number}`)).toHaveLength(1);
  });

  it('given a currency GP does not know, then that is a failure of configuration, of this document alone', async () => {
    expect(await rig.deliver(invoice('CHF1').of({ currency: 'CHF' }), invoice('USD1').of())).toMatchObject([
      { state: 'failed', failureClass: 'configuration', reason: 'CURRENCY_NOT_ENABLED' },
      { state: 'delivered' },
    ]);
  });

  it('given yen and dinars, then they come to the unit', async () => {
    rig.simulator.controls.addData({
      currencies: [
        { code: 'KWD', decimals: 3 },
        { code: 'JPY', decimals: 0 },
      ],
    });
    const events = [
      invoice('JPY1').of({ currency: 'JPY' }, ['12345']),
      invoice('KWD1').of({ currency: 'KWD' }, ['12.345']),
    ];
    expect(await rig.deliver(...events)).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
    expect([...found('CBIJPY1'), ...found('CBIKWD1')]).toEqual([
      'invoice CBIJPY1 12345 JPY',
      'invoice CBIKWD1 12.345 KWD',
    ]);
  });

  it('given an invoice over nothing, then it is skipped; one with a line that takes back comes whole', async () => {
    const events = [invoice('ZERO').of({}, ['0']), invoice('MINUS').of({}, ['100', '-30'])];
    expect(await rig.deliver(...events)).toMatchObject([
      { state: 'skipped', reason: 'zero-total' },
      { state: 'delivered' },
    ]);
    expect(found('CBIMINUS')).toEqual(['invoice CBIMINUS 70.00 USD']);
  });

  it('given an invoice that takes back more than it charges, then a person is asked', async () => {
    expect(await rig.deliver(invoice('NEG').of({}, ['10', '-30']))).toMatchObject([
      { state: 'failed', failureClass: 'data', reason: 'NEGATIVE_AMOUNT' },
    ]);
  });

  it('given a credit above its invoice, then it is written: GP applies neither to the other', async () => {
    const note = aCreditNote().with({ customerId: 'A1', invoiceId: 'SMALL' }).withLine({ amount: '500' });
    const event = note.event({ connection, sourceId: 'CN-BIG' });
    await rig.deliver(invoice('SMALL').of({}, ['5']));
    expect(await rig.deliver(event)).toMatchObject([{ state: 'delivered' }]);
    expect(found('CBCCN-BIG')).toEqual(['credit-memo CBCCN-BIG 500.00 USD']);
  });

  it('given 500 lines, then one document holds their sum to the cent', async () => {
    const amounts = Array.from({ length: 500 }, (_, index) => `${index}.01`);
    expect(await rig.deliver(invoice('LINES').of({}, amounts))).toMatchObject([{ state: 'delivered' }]);
    expect(found('CBILINES')).toEqual(['invoice CBILINES 124755.00 USD']);
  });

  it('given ids GP cannot carry as they are, then documents of ids that differ in case alone are two', async () => {
    const ids = ['AzqX7yTk3fVb29Qx', 'AzqX7yTk3fVb29qx'];
    const events = ids.map((number) => aPayment().with({ number, customerId: 'A1' }).event({ connection }));
    const deliveries = await rig.deliver(...events);
    expect(deliveries).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
    expect(new Set(deliveries.map(({ targetId }) => targetId)).size).toBe(2);
  });
});
