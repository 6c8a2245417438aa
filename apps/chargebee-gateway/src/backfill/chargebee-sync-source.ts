import { Injectable } from '@nestjs/common';
import type { Connection } from '@ledgerbridge/connections';
import { stateDigest } from '@ledgerbridge/contracts';
import type { Schedule, SyncContext, SyncSource } from '@ledgerbridge/sync';
import type { ChargebeeSettings } from '../chargebee/connection-settings.js';
import { GapDetector } from './gap-detector.js';
import { ResourceBackfill } from './resource-backfill.js';
import { isListedStream, LISTED_STREAMS, STREAMS } from './streams.js';

/** A Chargebee site as something to be read on a schedule, beside what its webhooks tell. */
@Injectable()
export class ChargebeeSyncSource implements SyncSource<ChargebeeSettings> {
  constructor(
    private readonly resources: ResourceBackfill,
    private readonly gaps: GapDetector,
  ) {}

  streams(): readonly string[] {
    return STREAMS;
  }

  schedule({ settings }: Connection<ChargebeeSettings>): Schedule {
    return { cron: settings.backfill.cron, timeZone: settings.timeZone };
  }

  /** What decides how a stream is mapped: customers have no days, documents no custom fields, events neither. */
  fingerprint({ settings }: Connection<ChargebeeSettings>, stream: string): string {
    const { site, timeZone, publishes } = settings;
    if (stream === 'customers') return stateDigest({ site, customFields: [...publishes.customFields].sort() });
    if (stream === 'events' || stream === 'subscriptions') return stateDigest({ site });
    return stateDigest({ site, timeZone });
  }

  async run(context: SyncContext<ChargebeeSettings>): Promise<void> {
    const { stream } = context;
    if (isListedStream(stream)) await this.resources.run(context, LISTED_STREAMS[stream]);
    else await this.gaps.run(context);
  }
}
