import { describe, expect, it } from '@jest/globals';
import { listResources, type ListQuery } from './list-resources.call.js';

const INVOICES: ListQuery = { kind: 'invoice', sortBy: 'updated_at', includeDeleted: true };

async function asked(query: ListQuery, offset?: string): Promise<string> {
  let path = '';
  await listResources((at) => Promise.resolve({ list: [] }).finally(() => (path = at)), query, offset);
  return decodeURIComponent(path);
}

describe('a page of a list', () => {
  it.each([
    [{ from: 1_700_000_000 }, '&updated_at[after]=1699999999'],
    [{ from: 1_700_000_000, to: 1_700_000_100 }, '&updated_at[between]=[1699999999,1700000101]'],
    [{ from: 0 }, '&updated_at[after]=1000000000'],
  ])('given bounds %j, then the seconds at both ends are within, in ten digits', async (bounds, expected) => {
    expect(await asked({ ...INVOICES, within: { attribute: 'updated_at', ...bounds } })).toBe(
      `/invoices?limit=100&sort_by[asc]=updated_at&include_deleted=true${expected}`,
    );
  });

  it('given an offset, then it goes back as it came', async () => {
    expect(await asked({ ...INVOICES, kind: 'event', includeDeleted: false }, '["1","2"]')).toBe(
      '/events?limit=100&sort_by[asc]=updated_at&offset=["1","2"]',
    );
  });

  it('given entries with more than the resource, then the resource is taken', async () => {
    const answer = { list: [{ subscription: { id: 's' }, customer: { id: 'c' } }], next_offset: 'more' };
    const page = await listResources(() => Promise.resolve(answer), { ...INVOICES, kind: 'subscription' });
    expect(page).toEqual({ resources: [{ id: 's' }], nextOffset: 'more' });
  });

  it.each([[{}], [{ list: {} }], [{ list: [{ customer: { id: 'c' } }] }], [{ list: [null] }]])(
    'given %j, then it is no list of invoices',
    async (answer) => {
      await expect(listResources(() => Promise.resolve(answer), INVOICES)).rejects.toMatchObject({
        code: 'CHARGEBEE_UNEXPECTED_ANSWER',
      });
    },
  );
});
