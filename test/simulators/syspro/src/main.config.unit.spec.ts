import { describe, expect, it } from '@jest/globals';
import { readStart } from './main.config.js';

describe('readStart', () => {
  it('given nothing, then all defaults', () => {
    expect(readStart([], {})).toEqual({ seed: {} });
  });

  it('given arguments and variables, then arguments win', () => {
    const args = ['--port', '4000', '--invoices', '50', '--data', '/tmp/x', '--switches', '{"rowCap":9}'];
    const env = { SYSPRO_SIM_PORT: '1', SYSPRO_SIM_COMPANY: 'B', SYSPRO_SIM_USERNAME: 'U', SYSPRO_SIM_PASSWORD: 'P' };
    expect(readStart(args, env)).toEqual({
      port: 4000,
      company: 'B',
      seed: { invoices: 50 },
      operators: [{ username: 'U', password: 'P' }],
      switches: { rowCap: 9 },
      dataDirectory: '/tmp/x',
    });
  });

  it('given a size, then a generated company', () => {
    expect(readStart(['--generated', '100000'], {}).seed).toEqual({ generated: { invoices: 100_000 } });
  });

  it.each([
    [['--port', 'x'], /--port/],
    [['--username', 'u'], /--username and --password/],
    [['--switches', '{'], /--switches/],
    [['--nope', '1'], /nope/],
  ])('given %j, then the start stops with its name', (args, message) => {
    expect(() => readStart(args, {})).toThrow(message);
  });
});
