import { Injectable } from '@nestjs/common';
import type { Connection } from '@ledgerbridge/connections';
import { stateDigest } from '@ledgerbridge/contracts';
import type { Schedule, SyncContext, SyncSource } from '@ledgerbridge/sync';
import type { SysproSettings } from '../syspro/connection-settings.js';
import { SysproReader } from '../syspro/syspro.reader.js';
import { dayIn } from './calendar.js';
import { pollCustomers } from './customer-poll.js';
import { InvoicePoll } from './invoice-poll.js';

/** SYSPRO as something to be polled: customers first, since documents need theirs in every target. */
@Injectable()
export class SysproSyncSource implements SyncSource<SysproSettings> {
  constructor(private readonly invoices: InvoicePoll) {}

  streams(): readonly string[] {
    return ['customers', 'invoices'];
  }

  schedule({ settings }: Connection<SysproSettings>): Schedule {
    return { cron: settings.poll.cron, timeZone: settings.poll.timeZone };
  }

  fingerprint({ settings }: Connection<SysproSettings>): string {
    const { odata, read, mapping, poll } = settings;
    return stateDigest({ baseUrl: odata.baseUrl, via: read.via, mapping, timeZone: poll.timeZone });
  }

  async run(context: SyncContext<SysproSettings>): Promise<void> {
    const { connection, signal, startedAt } = context;
    const today = dayIn(connection.settings.poll.timeZone, startedAt);
    const reader = new SysproReader(connection, signal, today);
    try {
      if (context.stream === 'customers') await pollCustomers(context, reader);
      else await this.invoices.run(context, reader);
    } finally {
      await reader.close();
    }
  }
}
