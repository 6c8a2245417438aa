import { describe, expect, it } from '@jest/globals';
import { assertJavaVersion, javaMajor } from './java-runtime.js';

describe('the Java that runs the broker', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_401"', 8],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "25.0.1"', 25],
    ['something else', undefined],
  ])('given %j, then its major version is %s', (output, major) => {
    expect(javaMajor(output)).toBe(major);
  });

  it('given no Java, then says what to install', () => {
    expect(() => assertJavaVersion({ outcome: 'missing', output: '' }, 'java')).toThrow(
      expect.objectContaining({ code: 'JAVA_MISSING', message: expect.stringContaining('apt-get install') }),
    );
  });

  it('given an old Java, then names its version', () => {
    const old = { outcome: 'done', output: 'openjdk version "11.0.2"' } as const;
    expect(() => assertJavaVersion(old, '/jdk/bin/java')).toThrow(
      expect.objectContaining({ code: 'JAVA_TOO_OLD', details: { version: 11 } }),
    );
  });

  it('given a Java whose version cannot be read, then it is tried', () => {
    expect(() => assertJavaVersion({ outcome: 'done', output: 'odd' }, 'java')).not.toThrow();
  });
});
