import { describe, expect, it } from '@jest/globals';
import { aCustomer } from '@ledgerbridge/testing';
import { aCompany, aLink, SOURCE, someSurroundings } from '../testing/surroundings.fixture.spec.js';
import { decideCustomer } from './decide-customer.js';

const event = (changes = {}) => aCustomer().with(changes).event({ connection: SOURCE });
const steps = (decision: object) =>
  ('requests' in decision ? (decision.requests as { step: string }[]) : []).map(({ step }) => step);
const OTHER = { connection: SOURCE, type: 'customer', sourceId: 'OTHER' } as const;

describe('a customer', () => {
  it('given one without a rule, then it is created under a generated id and completed', async () => {
    const decision = await decideCustomer(event(), someSurroundings());
    expect(decision).toMatchObject({ kind: 'write', targetId: 'CBBAY001' });
    expect(steps(decision)).toEqual(['create-customer', 'update-customer']);
  });

  it('given one that was delivered, then it is updated, or unchanged when nothing of it changed', async () => {
    const { fingerprint } = (await decideCustomer(event(), someSurroundings())) as { fingerprint: string };
    const link = aLink(event().record, { targetId: 'CBBAY001', fingerprint });
    expect(await decideCustomer(event(), someSurroundings({ link }))).toEqual({ kind: 'unchanged' });
    const renamed = await decideCustomer(event({ name: 'Other' }), someSurroundings({ link }));
    expect(steps(renamed)).toEqual(['update-customer']);
  });

  it('given a class, then only the create states it: later it is the accountants’', async () => {
    const around = someSurroundings({ mapping: { customerClass: 'WEB' } });
    const decision = await decideCustomer(event(), around);
    expect(decision).toMatchObject({
      requests: [{ body: { customer: { classId: 'WEB' } } }, { body: { customer: { name: 'Bayside Bikes' } } }],
    });
    expect(JSON.stringify((decision as unknown as { requests: unknown[] }).requests[1])).not.toContain('WEB');
  });

  it('given one that was deleted, then it stays in GP', async () => {
    expect(await decideCustomer(event({ status: 'deleted' }), someSurroundings())).toEqual({
      kind: 'skipped',
      rule: 'deletion-not-propagated',
    });
  });

  describe('named by a person', () => {
    const mapping = { customers: { BAY001: 'aaron01' }, customerIdField: 'cf_gp' };

    it('given the table, then the GP customer is adopted, spelled as GP does', async () => {
      const gateway = aCompany();
      gateway.seedCustomer({ id: 'AARON01' });
      const decision = await decideCustomer(event(), someSurroundings({ gateway, mapping }));
      expect(decision).toMatchObject({ kind: 'write', targetId: 'AARON01' });
      expect(steps(decision)).toEqual(['update-customer']);
    });

    it('given a table that names nobody, then it is a failure of configuration', async () => {
      expect(await decideCustomer(event(), someSurroundings({ mapping }))).toMatchObject({
        kind: 'failed',
        failureClass: 'configuration',
        code: 'MAPPED_CUSTOMER_MISSING',
        details: { gpCustomer: 'aaron01' },
      });
    });

    it('given a field, then who is there is adopted and who is not is created', async () => {
      const gateway = aCompany();
      gateway.seedCustomer({ id: 'FIELD1' });
      const around = someSurroundings({ gateway, mapping: { customerIdField: 'cf_gp' } });
      expect(steps(await decideCustomer(event({ attributes: { cf_gp: 'FIELD1' } }), around))).toEqual([
        'update-customer',
      ]);
      const created = await decideCustomer(event({ attributes: { cf_gp: 'FIELD2' } }), around);
      expect(created).toMatchObject({ targetId: 'FIELD2' });
      expect(steps(created)).toEqual(['create-customer', 'update-customer']);
    });

    describe('after it was delivered under another id', () => {
      const { record } = event();
      const link = aLink(record, { targetId: 'CBBAY001', fingerprint: 'older' });

      it('given the table, then it is not passed over in silence: both ids are told, until the setting says the same', async () => {
        expect(await decideCustomer(event(), someSurroundings({ link, mapping }))).toMatchObject({
          failureClass: 'configuration',
          code: 'TARGET_IMMUTABLE',
          details: { differences: { gpCustomer: { ours: 'aaron01', theirs: 'CBBAY001' } } },
        });
        const same = someSurroundings({ link, mapping: { customers: { BAY001: 'cbbay001' } } });
        expect(await decideCustomer(event(), same)).toMatchObject({ kind: 'write', targetId: 'CBBAY001' });
      });

      it('given the field, then so it is, of the record', async () => {
        const of = event({ attributes: { cf_gp: 'FIELD1' } });
        const around = someSurroundings({ link, mapping: { customerIdField: 'cf_gp' } });
        expect(await decideCustomer(of, around)).toMatchObject({ failureClass: 'data', code: 'TARGET_IMMUTABLE' });
      });
    });

    it('given an id that is another record’s, then it is a collision that names both', async () => {
      const around = someSurroundings({ holder: () => OTHER });
      expect(await decideCustomer(event(), around)).toMatchObject({
        kind: 'failed',
        failureClass: 'collision',
        code: 'CUSTOMER_ID_TAKEN',
        details: { customer: `${SOURCE}/BAY001`, takenBy: `${SOURCE}/OTHER` },
      });
    });
  });
});
