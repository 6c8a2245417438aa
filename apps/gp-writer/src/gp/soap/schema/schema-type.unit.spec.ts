import { describe, expect, it } from '@jest/globals';
import { writeXml } from '../xml/write-xml.js';
import { BatchKey } from './common-types.js';
import { CashReceipt } from './document-types.js';
import { build, type StructValue } from './schema-type.js';

const SEND_NIL = { omitNil: false };

function written(value: StructValue, options = SEND_NIL): string {
  return writeXml(build('cashReceipt', CashReceipt, value, options)).replace(/^.*?<gp:cashReceipt[^>]*>/u, '');
}

describe('what is built from a type of the schema', () => {
  it('given members in any order, then they stand in that of the schema', () => {
    const xml = written({ Description: 'd', Key: { Id: 'k' }, CustomerKey: { Id: 'c' } }, { omitNil: true });
    expect(xml).toBe(
      '<gp:CustomerKey><gp:Id>c</gp:Id></gp:CustomerKey><gp:Key><gp:Id>k</gp:Id></gp:Key>' +
        '<gp:Description>d</gp:Description></gp:cashReceipt>',
    );
  });

  it('given nillable members without a value, then they are sent as nil, or left out where that is set', () => {
    expect(written({}).match(/<gp:\w+ xsi:nil="true"\/>/gu)).toHaveLength(9);
    expect(written({}, { omitNil: true })).not.toContain('nil');
  });

  it('given a required member that may not be nil, then it has the value of a moment that is not set', () => {
    const xml = writeXml(build('BatchKey', BatchKey, { Id: 'B' }, { omitNil: true }));
    expect(xml).toContain('<gp:Id>B</gp:Id><gp:CreatedDateTime>0001-01-01T00:00:00</gp:CreatedDateTime>');
  });

  it('given a member the type does not have, or no value for a required one, then that is a mistake', () => {
    expect(() => written({ Nonsense: 'x' })).toThrow('CashReceipt has no member Nonsense');
    expect(() => written({ Amount: { Currency: 'USD' } })).toThrow('MoneyAmount.Value has no value');
  });
});
