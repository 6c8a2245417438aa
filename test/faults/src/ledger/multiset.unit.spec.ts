import { describe, expect, it } from '@jest/globals';
import { multisetDifferences } from './multiset.js';

describe('differences of multisets', () => {
  it('given the same lines in another order, then there are none', () => {
    expect(multisetDifferences('documents', ['a', 'b', 'a'], ['b', 'a', 'a'])).toEqual([]);
  });

  it('given a line once too often, then it is told', () => {
    const told = ['documents: 3 found, 2 meant', 'documents: not called for a'];
    expect(multisetDifferences('documents', ['a', 'b'], ['a', 'b', 'a'])).toEqual(told);
  });

  it('given a line for another, then both are told', () => {
    const told = ['documents: 2 found, 2 meant', 'documents: missing a', 'documents: not called for b'];
    expect(multisetDifferences('documents', ['a', 'b'], ['b', 'b'])).toEqual(told);
  });
});
