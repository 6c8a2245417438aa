import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanText, fitText, isReadable } from './fit-text.js';

describe('texts for GP', () => {
  it.each([
    ['Rick\u0000\tand\r\nco', 'Rick and co'],
    ['  Blank  ', 'Blank'],
    ['\u202eevil\u202c', 'evil'],
    ['e\u0301', 'é'],
    ['שלום עולם', 'שלום עולם'],
    ['half \ud83d', 'half \ufffd'],
  ])('given %j, then it is %j', (text, expected) => {
    expect(cleanText(text, 'unicode')).toBe(expected);
  });

  it('given a text that does not fit, then it is cut between code points', () => {
    expect(fitText('abcd😀', 5, 'unicode')).toBe('abcd');
    expect(fitText('abcd😀', 6, 'unicode')).toBe('abcd😀');
    expect(fitText('abc  def', 5, 'unicode')).toBe('abc');
    expect(fitText(' \u0007 ', 5, 'unicode')).toBeUndefined();
    expect(fitText(undefined, 5, 'unicode')).toBeUndefined();
  });

  it('given the code page of Windows, then what it lacks becomes a question mark', () => {
    expect(cleanText('Ünïcode € ’ š 😀 שלום Łódź', 'windows-1252')).toBe('Ünïcode € ’ š ? ???? ?ód?');
  });

  it('given any text, then it is short, whole, and free of control characters in both modes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 80 });
    const mode = fc.constantFrom('unicode', 'windows-1252');
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), mode, (value, max, textMode) => {
        const fitted = fitText(value, max, textMode) ?? '';
        expect(fitted.length).toBeLessThanOrEqual(max);
        expect(fitted.isWellFormed()).toBe(true);
        expect(fitted).not.toMatch(/\p{Cc}/u);
        expect(fitText(fitted, max, textMode) ?? '').toBe(fitted);
      }),
    );
  });

  it('given question marks only, then it cannot be read', () => {
    expect(isReadable('?? - ?')).toBe(false);
    expect(isReadable('?? 7')).toBe(true);
  });
});
