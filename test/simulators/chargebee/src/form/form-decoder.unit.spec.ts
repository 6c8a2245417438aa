import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeForm, type FormBranch, type FormNode } from './form-decoder.js';

function plain(node: FormNode): unknown {
  return typeof node === 'string' ? node : Object.fromEntries([...node].map(([name, value]) => [name, plain(value)]));
}

describe('decodeForm', () => {
  it('builds columns, objects and lists from bracketed names', () => {
    const form = decodeForm('id=A&charges%5Bamount%5D%5B0%5D=100&charges[amount][1]=200&address[city]=B&ids[0]=x');
    expect(plain(form)).toEqual({
      id: 'A',
      charges: { amount: { 0: '100', 1: '200' } },
      address: { city: 'B' },
      ids: { 0: 'x' },
    });
  });

  it('reads plus signs as spaces and percent-encoding as UTF-8', () => {
    expect(decodeForm('name=J%C3%BCrgen+%F0%9F%98%80%2B').get('name')).toBe('Jürgen 😀+');
  });

  it.each(['name=%C3%28', 'name=%zz', 'name=%'])('refuses %s, which is not UTF-8 in percent-encoding', (text) => {
    expect(() => decodeForm(text)).toThrow('not valid UTF-8');
  });

  it.each(['a=1&a=2', 'a[b]=1&a[b]=2', 'a=1&a[b]=2', 'a[b=1', '[a]=1', 'a[b]c=1'])('refuses %s', (text) => {
    expect(() => decodeForm(text)).toThrow(expect.objectContaining({ status: 400 }));
  });

  it('gives back what URLSearchParams encodes', () => {
    const name = fc.stringMatching(/^[a-z_]{1,8}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme' })), (values) => {
        const form: FormBranch = decodeForm(new URLSearchParams(values).toString());
        expect(plain(form)).toEqual({ ...values });
      }),
    );
  });
});
