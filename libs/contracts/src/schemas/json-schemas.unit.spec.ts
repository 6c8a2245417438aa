import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { RECORD_TYPES, schemaOf } from '../index.js';
import { recordState } from '../records/arbitraries.fixture.spec.js';
import { jsonSchemas } from './json-schemas.js';

const committed = new URL('../../schemas/', import.meta.url);
const schemas = jsonSchemas();

function validatorOf(id: string) {
  const ajv = new Ajv2020({ allErrors: true, validateFormats: false });
  const schema = [...schemas.values()].find((each) => each['$id'] === id);
  return ajv.compile(schema ?? false);
}

describe('JSON Schemas', () => {
  it('given the classes, when generated, then the committed files are the same (else: npm run generate -w @ledgerbridge/contracts)', async () => {
    expect((await readdir(committed)).sort()).toEqual([...schemas.keys()].sort());
    for (const [name, schema] of schemas) {
      expect(await readFile(new URL(name, committed), 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`);
    }
  });
  it.each(RECORD_TYPES)('given any valid %s, when held against its schema, then it passes', (type) => {
    const validate = validatorOf(schemaOf(type));
    fc.assert(
      fc.property(recordState(type), (state) => {
        validate(state);
        expect(validate.errors).toBeNull();
      }),
    );
  });
  it.each([
    ['a missing amount', { lines: '1', discount: '0', tax: '0', rounding: '0' }],
    ['an amount as number', { lines: 1, discount: '0', tax: '0', rounding: '0', total: '1' }],
    ['an exponent', { lines: '1e3', discount: '0', tax: '0', rounding: '0', total: '1' }],
  ])('given %s in the totals, when held against the schema, then it fails', (_what, totals) => {
    const validate = validatorOf(schemaOf('credit-note'));
    const [state] = fc.sample(recordState('credit-note'), 1);
    expect(validate({ ...state, totals })).toBe(false);
  });
});
