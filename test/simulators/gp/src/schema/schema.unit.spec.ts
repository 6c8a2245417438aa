import { describe, expect, it } from '@jest/globals';
import { ALL_OPERATIONS } from '../operations/all-operations.js';
import { invoiceValue, receiptValue } from '../testing/requests.js';
import { parseXml } from '../xml/parse-xml.js';
import { NS } from './namespaces.js';
import { SchemaViolation, ValueReader, type SchemaSwitches } from './read-value.js';
import { readScalar, type ScalarName } from './scalars.js';
import { readMembers, typeInfo } from './types.js';
import type { Value, ValueObject } from './value.js';
import { writeElement } from './write-value.js';

const STRICT: SchemaSwitches = { orderEnforced: 'reject', nilRequired: true };
const DECLARATIONS = `xmlns="${NS.gp}" xmlns:gp="${NS.gp}" xmlns:d="${NS.dynamics}" xmlns:sec="${NS.security}" xmlns:xsi="${NS.xsi}"`;

function write(type: string, value: Value): string {
  return writeElement('o', NS.gp, type, value).replace('<o', `<o ${DECLARATIONS}`);
}

function read(type: string, xml: string, switches = STRICT): { value: Value; dropped: string[] } {
  const reader = new ValueReader(switches);
  const value = reader.read(parseXml(xml), type, 'o');
  return { value, dropped: reader.dropped.map(({ message }) => message) };
}

function violation(type: string, xml: string, switches = STRICT): string {
  try {
    read(type, xml, switches);
  } catch (error) {
    if (error instanceof SchemaViolation) return error.message;
    throw error;
  }
  return 'none';
}

describe('the schema', () => {
  it('knows every type its operations name', () => {
    const seen = new Set<string>();
    const visit = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      const info = typeInfo(name);
      if (info.kind === 'complex') info.members.forEach(({ type }) => visit(type));
    };
    for (const { members, result } of ALL_OPERATIONS.values()) {
      readMembers(members, NS.gp).forEach(({ type }) => visit(type));
      if (result !== undefined) visit(result);
    }
    expect(seen.size).toBeGreaterThan(100);
  });

  it('refuses a member written wrongly', () => {
    expect(() => readMembers('Key?:A B-C', NS.gp)).toThrow('B-C');
    expect(() => typeInfo('Unicorn')).toThrow('Unicorn');
  });

  it.each<[string, ValueObject]>([
    ['ReceivablesInvoice', invoiceValue({ Terms: { DueDate: '2026-04-30T00:00:00' } })],
    ['CashReceipt', receiptValue()],
    [
      'ReceivablesDistribution',
      { DebitAmount: { $type: 'MoneyAmount', Currency: 'USD', Value: '1', DecimalDigits: '2' } },
    ],
    ['Customer', { Name: 'A', Addresses: { CustomerAddress: [{ City: 'B' }, { City: 'C' }] } }],
  ])('reads a %s as it was written, with nil for what it lacks', (type, value) => {
    const { value: once } = read(type, write(type, value));
    expect(once).toMatchObject(value);
    expect(read(type, write(type, once)).value).toEqual(once);
  });
});

describe('departures from the schema', () => {
  const batch = (content: string): string => `<o ${DECLARATIONS}>${content}</o>`;
  const id = '<Id>B</Id>';
  const created = '<CreatedDateTime>2026-03-31T00:00:00</CreatedDateTime>';

  it.each([
    ['none', id + created],
    ['none', `<CompanyKey><d:Id>-1</d:Id></CompanyKey>${id}${created}`],
    ['wrong order: o.Id', created + id],
    ['element twice: o.Id', id + id + created],
    ['missing element: o.CreatedDateTime', id],
    ['unknown element: o.Name', `${id}<Name/>${created}`],
    ['wrong namespace: o.Id', `<d:Id>B</d:Id>${created}`],
    ['wrong namespace: o.CompanyKey.Id', `<CompanyKey><Id>-1</Id></CompanyKey>${created}`],
    ['nil where it is not allowed: o.CreatedDateTime', '<CreatedDateTime xsi:nil="true"/>'],
    ['nil where it is not allowed: o.Id', `<Id xsi:nil="true"/>${created}`],
    ['no dateTime: o.CreatedDateTime', '<CreatedDateTime>2026-03-31</CreatedDateTime>'],
    ['text between elements: o', `x${created}`],
    ['unknown attribute: o.Id@kind', `<Id kind="x">B</Id>${created}`],
    ['elements in a simple value: o.Id', `<Id><b/></Id>${created}`],
  ])('%s', (expected, content) => {
    expect(violation('BatchKey', batch(content))).toBe(expected);
  });

  it.each([
    ['none', 'xsi:type="gp:MoneyAmount"'],
    ['none', 'xsi:type="MoneyAmount"'],
    ['xsi:type is missing for an abstract type: o.DebitAmount', ''],
    ['xsi:type names no type: o.DebitAmount', 'xsi:type="d:MoneyAmount"'],
    ['xsi:type names no type: o.DebitAmount', 'xsi:type="gp:Unicorn"'],
    ['xsi:type is not derived from the type: o.DebitAmount', 'xsi:type="gp:Percent"'],
  ])('%s (%s)', (expected, attribute) => {
    const amount = '<Currency>USD</Currency><Value>1</Value><DecimalDigits>2</DecimalDigits>';
    const content = `<DebitAmount ${attribute}>${amount}</DebitAmount>`;
    expect(violation('CashReceiptDistribution', batch(content))).toBe(expected);
  });

  it('enum literals are taken as they are spelt', () => {
    const receipt = write('CashReceipt', receiptValue());
    expect(violation('CashReceipt', receipt.replace('>Check<', '>Payment Card<'))).toBe('none');
    expect(violation('CashReceipt', receipt.replace('>Check<', '>PaymentCard<'))).toBe('no such enum literal: o.Type');
  });

  it('what is out of order can be dropped without a word, and is told to the reader', () => {
    const { value, dropped } = read('BatchKey', batch(created + id), { ...STRICT, orderEnforced: 'drop-silently' });
    expect([value, dropped]).toEqual([{ CreatedDateTime: '2026-03-31T00:00:00' }, ['wrong order: o.Id']]);
  });

  it('nil members may be left out when the switch says so', () => {
    const xml = write('ReceivablesInvoice', invoiceValue()).replace(/<\w+ xsi:nil="true"\/>/g, '');
    expect(violation('ReceivablesInvoice', xml)).toBe('missing element: o.Type');
    expect(violation('ReceivablesInvoice', xml, { ...STRICT, nilRequired: false })).toBe('none');
  });
});

describe('readScalar', () => {
  it.each<[ScalarName, string, string | undefined]>([
    ['string', ' a ', ' a '],
    ['boolean', ' 1 ', 'true'],
    ['boolean', 'True', undefined],
    ['int', '-2147483648', '-2147483648'],
    ['int', '2147483648', undefined],
    ['int', '1.0', undefined],
    ['decimal', '-.5', '-.5'],
    ['decimal', '1,000.00', undefined],
    ['decimal', '1e3', undefined],
    ['decimal', '1'.repeat(29), undefined],
    ['dateTime', '2026-02-28T23:59:59.1234567', '2026-02-28T23:59:59.1234567'],
    ['dateTime', '2026-02-28T00:00:00+02:00', '2026-02-28T00:00:00+02:00'],
    ['dateTime', '2026-02-29T00:00:00', undefined],
    ['dateTime', '2026-02-28T24:00:00', undefined],
    ['guid', '40eb2079-cb7e-413b-b7ab-7f1e8a52173c', '40eb2079-cb7e-413b-b7ab-7f1e8a52173c'],
    ['guid', '{40eb2079-cb7e-413b-b7ab-7f1e8a52173c}', undefined],
  ])('%s %j is %j', (scalar, text, value) => {
    expect(readScalar(scalar, text)).toBe(value);
  });
});
