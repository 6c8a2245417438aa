import { describe, expect, it } from '@jest/globals';
import { parseConnectionsFile } from './parse-connections-file.js';

describe('parseConnectionsFile', () => {
  it('given YAML, when parsed, then settings are all but id and system, and days stay text', () => {
    const { entries, problems } = parseConnectionsFile(
      [
        'connections:',
        '- id: acme',
        '  system: gp',
        '  companyId: -1',
        '  accepts: { documentsFrom: 2026-01-01 }',
      ].join('\n'),
    );

    expect(problems).toEqual([]);
    expect(entries).toEqual([
      { id: 'acme', system: 'gp', settings: { companyId: -1, accepts: { documentsFrom: '2026-01-01' } } },
    ]);
  });

  it('given JSON, when parsed, then it is read the same', () => {
    const text = JSON.stringify({ connections: [{ id: 'a', system: 'syspro', x: 1 }] });

    expect(parseConnectionsFile(text).entries).toEqual([{ id: 'a', system: 'syspro', settings: { x: 1 } }]);
  });

  it.each([
    ['password: "canary', 'CONNECTIONS_FILE', /line 1, column \d+: MISSING_CHAR/],
    ['a: canary\na: canary', 'CONNECTIONS_FILE', /DUPLICATE_KEY/],
    ['connections: *canary', 'CONNECTIONS_FILE', /anchor/],
    ['', 'CONNECTIONS_FILE', /"connections"/],
    ['connections: canary', 'CONNECTIONS_FILE', /"connections"/],
    ['connections: []\nconection: canary', 'CONNECTIONS_FILE conection', /unknown setting/],
    ['connections: [canary]', 'connections[0]', /object/],
    ['connections: [{ id: "Canary canary", system: gp }]', 'connections[0].id', /a-z/],
    ['connections: [{ system: gp }]', 'connections[0].id', /a-z/],
    ['connections: [{ id: a, system: canary }]', 'connections[a].system', /syspro, chargebee, gp/],
    ['connections: [{ id: a, system: gp }, { id: a, system: syspro }]', 'connections[a].id', /unique/],
  ])('given %j, when parsed, then %s is named and nothing is quoted', (text, name, expected) => {
    const { problems } = parseConnectionsFile(text);

    expect(problems).toEqual([{ name, expected: expect.stringMatching(expected) }]);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });
});
