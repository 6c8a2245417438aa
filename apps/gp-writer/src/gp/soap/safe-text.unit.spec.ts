import { describe, expect, it } from '@jest/globals';
import { SafeText } from './safe-text.js';

describe('texts of GP that are shown', () => {
  it('given what was sent of a person, then it is left out whatever its case', () => {
    const safe = new SafeText(['Jo Doe', 'Jo', 'jo@example.com', undefined, '12 (b) High Street']);
    expect(safe.of('Name JO  DOE at 12 (b) high street is too long, see jo@example.com')).toBe(
      'Name … at … is too long, see …',
    );
  });

  it('given an address nobody sent, then it is left out too', () => {
    expect(new SafeText([]).of('to someone@example.org: no')).toBe('to … no');
  });

  it('given the parameters eConnect repeats, then they are cut off', () => {
    const text = 'Error Number = 190 Document exists\nNode Identifier Parameters: taRMTransaction CUSTNAME = Acme';
    expect(new SafeText([]).of(text)).toBe('Error Number = 190 Document exists');
  });

  it('given a text of any length, then its beginning is kept, at once', () => {
    const begun = performance.now();
    expect(new SafeText(['abc']).of('a'.repeat(1_000_000))).toHaveLength(300);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
