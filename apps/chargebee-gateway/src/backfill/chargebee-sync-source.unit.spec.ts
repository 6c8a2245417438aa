import { describe, expect, it } from '@jest/globals';
import type { Connection } from '@ledgerbridge/connections';
import { BackfillSettings, ChargebeeSettings, PublishesSettings } from '../chargebee/connection-settings.js';
import { ChargebeeSyncSource } from './chargebee-sync-source.js';

const source = new ChargebeeSyncSource(undefined as never, undefined as never);

const connection = (changes: Partial<ChargebeeSettings> = {}): Connection<ChargebeeSettings> => {
  const settings = Object.assign(new ChargebeeSettings(), { site: 'acme-test', timeZone: 'America/New_York' }, changes);
  return { id: 'cb', settings, version: 1, source: 'api' };
};

/** Streams that are read anew when the settings change. */
const readAnew = (changes: Partial<ChargebeeSettings>): string[] =>
  source
    .streams()
    .filter((stream) => source.fingerprint(connection(changes), stream) !== source.fingerprint(connection(), stream));

describe('a Chargebee site as something to be read', () => {
  it('given a schedule, then its ticks are in the zone of the site', () => {
    const backfill = Object.assign(new BackfillSettings(), { cron: '0 5 * * *' });
    expect(source.schedule(connection({ backfill }))).toEqual({ cron: '0 5 * * *', timeZone: 'America/New_York' });
  });

  it.each([
    [{ site: 'other-test' }, source.streams()],
    [{ timeZone: 'UTC' }, ['invoices', 'transactions', 'credit-notes']],
    [{ publishes: Object.assign(new PublishesSettings(), { customFields: ['cf_gp_id'] }) }, ['customers']],
    [{ requestsPerMinute: 1_000, apiKey: 'another' }, []],
  ])('given other settings %j, then what they decide is read anew', (changes, streams) => {
    expect(readAnew(changes)).toEqual(streams);
  });
});
