import { describe, expect, it } from '@jest/globals';
import { between, isOneOf, likes } from './criteria.js';

describe('criteria', () => {
  it.each([
    [undefined, true],
    [{}, true],
    [{ EqualValue: '' }, true],
    [{ EqualValue: 'cb-10 ' }, true],
    [{ EqualValue: 'CB-1' }, false],
    [{ NotEqualValue: 'cb-10' }, false],
    [{ Like: 'cb%' }, true],
    [{ Like: 'CB-1_' }, true],
    [{ Like: 'CB' }, false],
    [{ Like: '%.0' }, false],
    [{ Items: { string: ['A', 'cb-10'] } }, true],
    [{ Items: { string: ['A'] } }, false],
    [{ From: 'CB-1', To: 'CB-2' }, true],
    [{ GreaterThan: 'CB-10' }, false],
    [{ LessThan: 'CB-11' }, true],
  ])('the id CB-10 by %j: %s', (restriction, expected) => {
    expect(likes(restriction, 'CB-10')).toBe(expected);
  });

  it.each([
    [{ From: '2026-03-31T00:00:00', To: '2026-03-31T00:00:00' }, true],
    [{ From: '2026-04-01T00:00:00' }, false],
    [{ LessThan: '2026-03-31T00:00:00' }, false],
    [{ EqualValue: null, From: null, To: '2026-03-30T23:59:59' }, false],
  ])('31 March by %j: %s', (restriction, expected) => {
    expect(between(restriction, '2026-03-31T00:00:00')).toBe(expected);
  });

  it('takes states by list', () => {
    expect(isOneOf({ Items: { ReceivablesTransactionState: ['Work'] } }, 'Work')).toBe(true);
    expect(isOneOf({ Items: { ReceivablesTransactionState: ['Open'] } }, 'Work')).toBe(false);
  });
});
