import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../config/config.error.js';
import { mainFailure, runMain } from './run-main.js';

describe('mainFailure', () => {
  it('given wrong settings, when reported, then each is named and there is no stack', () => {
    const line = mainFailure(new ConfigError([{ name: 'PORT', expected: 'a whole number from 0 to 65535' }]), 'start');

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
    expect(mainFailure(new TypeError('x is not a function'), 'start')).toMatchObject({
      type: 'TypeError',
      stack: expect.stringContaining('run-main.unit.spec'),
    });
  });
});

describe('runMain', () => {
  const served: string[] = [];
  const serve = async () => void served.push('service');
  const commands = {
    'rotate-keys': async () => {
      served.push('rotate-keys');
      return 3;
    },
  };

  it('given no argument or the name of a command, then that is what runs, and a command gives the exit code', async () => {
    const { exitCode } = process;
    await runMain(serve, commands, []);
    expect(process.exitCode).toBe(exitCode);
    await runMain(serve, commands, ['rotate-keys']);
    expect(process.exitCode).toBe(3);
    process.exitCode = exitCode;
    expect(served).toEqual(['service', 'rotate-keys']);
  });
});
