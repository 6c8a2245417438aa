import { describe, expect, it } from '@jest/globals';
import type { ConfigProblem } from '@ledgerbridge/service';
import { interpolate } from './interpolate.js';

describe('interpolate', () => {
  it('given references anywhere in strings, when interpolated, then they are replaced and other values kept', () => {
    const problems: ConfigProblem[] = [];
    const env = { HOST: 'erp.local', PASSWORD: '${HOST}: {yaml} "quoted"' };

    const result = interpolate(
      { url: 'http://${HOST}/${HOST}', list: ['${PASSWORD}', 5, null, true], plain: '$HOST ${} $' },
      'connections[a]',
      env,
      problems,
    );

    expect(result).toEqual({
      url: 'http://erp.local/erp.local',
      list: ['${HOST}: {yaml} "quoted"', 5, null, true],
      plain: '$HOST ${} $',
    });
    expect(problems).toEqual([]);
  });

  it('given absent variables, when interpolated, then connection, path and variable are named', () => {
    const problems: ConfigProblem[] = [];

    interpolate({ odata: { password: '${ERP_PASSWORD}' }, l: ['${L}'] }, 'connections[acme]', { L: '' }, problems);

    expect(problems).toEqual([
      { name: 'connections[acme].odata.password', expected: 'variable ERP_PASSWORD to be set' },
      { name: 'connections[acme].l[0]', expected: 'variable L to be set' },
    ]);
  });
});
