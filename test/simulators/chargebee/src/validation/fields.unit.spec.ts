import { describe, expect, it } from '@jest/globals';
import { decodeForm } from '../form/form-decoder.js';
import { address } from '../resources/address.js';
import { columns, list, object } from './composite-fields.js';
import type { Field, ReadContext } from './field.js';
import { readParams } from './read-params.js';
import {
  bool,
  country,
  currency,
  decimal,
  email,
  int,
  jsonObject,
  oneOf,
  required,
  text,
  time,
} from './scalar-fields.js';

const site: ReadContext = { currencies: ['USD', 'JPY'], strictUnknownParams: true, checkAddresses: true };

function read(field: Field<unknown>, form: string, context: ReadContext = site): unknown {
  return readParams(decodeForm(form), { x: field }, ['cf_known'], context).params.x;
}

describe('scalar fields', () => {
  it.each([
    ['text', text(3), 'abc', 'abc'],
    ['int', int({ min: -5 }), '-5', -5],
    ['decimal', decimal({ min: 0, max: 100 }), '7.25', 7.25],
    ['bool', bool(), 'false', false],
    ['oneOf', oneOf(['on', 'off']), 'off', 'off'],
    ['time', time(), '1760000000', 1_760_000_000],
    ['email', email(), 'a.b@c-d.co', 'a.b@c-d.co'],
    ['country', country(), 'XI', 'XI'],
    ['currency', currency(), 'JPY', 'JPY'],
    ['json', jsonObject(), '{"a":[1]}', { a: [1] }],
  ])('%s accepts a good value', (_name, field: Field<unknown>, value, expected) => {
    expect(read(field, `x=${encodeURIComponent(value)}`)).toEqual(expected);
  });

  it.each([
    ['text', text(3), 'abcd'],
    ['text by UTF-16 units', text(3), '😀😀'],
    ['int', int(), '1.5'],
    ['int beyond safe whole numbers', int(), '9007199254740993'],
    ['int below its minimum', int({ min: 0 }), '-1'],
    ['decimal', decimal({ min: 0, max: 100 }), '100.01'],
    ['bool', bool(), '1'],
    ['oneOf', oneOf(['on', 'off']), 'ON'],
    ['time in milliseconds', time(), '1760000000000'],
    ['email', email(), 'a@b.co; c@d.co'],
    ['email without a domain', email(), 'a@b'],
    ['email of 71 characters', email(), `${'a'.repeat(66)}@b.co`],
    ['country by name', country(), 'South Africa'],
    ['country UK', country(), 'UK'],
    ['currency the site does not have', currency(), 'GBP'],
    ['json', jsonObject(), '[1]'],
    ['json', jsonObject(), '{'],
  ])('%s refuses a bad value by name', (_name, field: Field<unknown>, value) => {
    expect(() => read(field, `x=${encodeURIComponent(value)}`)).toThrow(
      expect.objectContaining({ status: 400, body: expect.objectContaining({ param: 'x' }) as unknown }),
    );
  });

  it('tells an empty value from an absent one', () => {
    expect(read(text(3), 'x=')).toBeNull();
    expect(read(text(3), '')).toBeUndefined();
    expect(() => read(required(text(3)), 'x=')).toThrow('x : cannot be blank');
  });
});

describe('composite fields', () => {
  const lines = columns({ description: required(text(5)), amount: int() });

  it('joins columns into rows by index', () => {
    expect(read(lines, 'x[amount][1]=2&x[description][0]=a&x[description][1]=b')).toEqual([
      { index: 0, description: 'a' },
      { index: 1, description: 'b', amount: 2 },
    ]);
  });

  it.each([
    ['x[0][amount]=1', 'x[0][amount]'],
    ['x[amount][0]=1', 'x[description][0]'],
    ['x[description][0]=a&x[color][0]=b', 'x[color][0]'],
    ['x[description][a]=a', 'x[description][a]'],
    ['x[description][01]=a', 'x[description][01]'],
    ['x[description]=a', 'x[description]'],
    ['x[description][0]=toolong', 'x[description][0]'],
  ])('refuses %s naming %s', (form, param) => {
    expect(() => read(lines, form)).toThrow(
      expect.objectContaining({ body: expect.objectContaining({ param }) as unknown }),
    );
  });

  it('reads objects and lists', () => {
    expect(read(object({ city: text(5) }), 'x[city]=Rome')).toEqual({ city: 'Rome' });
    expect(read(list(text(5)), 'x[0]=a&x[1]=b')).toEqual(['a', 'b']);
    expect(() => read(list(text(5)), 'x[a]=a')).toThrow('x[a]');
  });
});

describe('unknown and custom parameters', () => {
  it('are refused by name, or dropped where the site is lenient', () => {
    expect(() => read(text(3), 'y[z]=1')).toThrow('y[z] : is not a parameter');
    expect(read(text(3), 'y[z]=1', { ...site, strictUnknownParams: false })).toBeUndefined();
  });

  it('accepts the custom fields of the site and refuses others, lenient or not', () => {
    const form = (text: string) =>
      readParams(decodeForm(text), {}, ['cf_known'], { ...site, strictUnknownParams: false });
    expect(form('cf_known=1').custom).toEqual({ cf_known: '1' });
    expect(() => form('cf_other=1')).toThrow('cf_other');
  });
});

describe('address', () => {
  it.each([
    ['x[country]=US&x[zip]=1234', 'x[zip]'],
    ['x[country]=ZA&x[zip]=ABCD', 'x[zip]'],
    ['x[country]=ZA&x[state_code]=GP', 'x[state_code]'],
    ['x[country]=XX', 'x[country]'],
    ['x[region]=X', 'x[region]'],
  ])('refuses %s', (form, param) => {
    expect(() => read(address(), form)).toThrow(
      expect.objectContaining({ body: expect.objectContaining({ param }) as unknown }),
    );
  });

  it('passes post codes of countries without a rule, and all of them when not checked', () => {
    expect(read(address(), 'x[country]=NA&x[zip]=10-005')).toMatchObject({ zip: '10-005' });
    const lenient = { ...site, checkAddresses: false };
    expect(read(address(), 'x[country]=US&x[zip]=1234', lenient)).toMatchObject({ zip: '1234' });
  });
});
