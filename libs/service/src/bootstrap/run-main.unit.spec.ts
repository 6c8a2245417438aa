import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../config/config.error.js';
import { startFailure } from './run-main.js';

describe('startFailure', () => {
  it('given wrong settings, when reported, then each is named and there is no stack', () => {
    const line = startFailure(new ConfigError([{ name: 'PORT', expected: 'a whole number from 0 to 65535' }]));

    expect(line).toEqual({
      level: 'fatal',
      time: expect.any(String),
      type: 'ConfigError',
      code: 'CONFIG_INVALID',
      details: { problems: ['PORT: a whole number from 0 to 65535'] },
      msg: 'start failed: Wrong settings. PORT: a whole number from 0 to 65535',
    });
  });

  it('given an unexpected error, when reported, then its stack is there', () => {
    expect(startFailure(new TypeError('x is not a function'))).toMatchObject({
      type: 'TypeError',
      stack: expect.stringContaining('run-main.unit.spec'),
    });
  });
});
