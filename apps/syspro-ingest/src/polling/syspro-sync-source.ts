import { Injectable } from '@nestjs/common';
import type { Connection } from '@ledgerbridge/connections';
import { stateDigest } from '@ledgerbridge/contracts';
import type { Schedule, SyncContext, SyncSource } from '@ledgerbridge/sync';
import type { SysproSettings } from '../syspro/connection-settings.js';
import { SysproReader } from '../syspro/syspro.reader.js';
import { dayIn } from './calendar.js';
import { pollCustomers } from './customer-poll.js';
import { RecordPoll } from './record-poll.js';

/**
 * SYSPRO as something to be polled, in the order in which targets need it: customers, their invoices, the credit
 * notes and payments of those.
 */
@Injectable()
export class SysproSyncSource implements SyncSource<SysproSettings> {
  constructor(private readonly records: RecordPoll) {}

  streams({ settings }: Connection<SysproSettings>): readonly string[] {
    return ['customers', 'invoices', 'credit-notes', ...(settings.read.payments ? ['payments'] : [])];
  }

  schedule({ settings }: Connection<SysproSettings>): Schedule {
    return { cron: settings.poll.cron, timeZone: settings.poll.timeZone };
  }

  /** How payments are mapped counts for payments alone: other records need not be read again for it. */
  fingerprint({ settings }: Connection<SysproSettings>, stream: string): string {
    const { odata, read, poll } = settings;
    const { payments, ...mapping } = settings.mapping;
    return stateDigest({
      baseUrl: odata.baseUrl,
      via: read.via,
      mapping: stream === 'payments' ? { ...mapping, payments } : mapping,
      timeZone: poll.timeZone,
    });
  }

  async run(context: SyncContext<SysproSettings>): Promise<void> {
    const { connection, signal, startedAt } = context;
    const today = dayIn(connection.settings.poll.timeZone, startedAt);
    const reader = new SysproReader(connection, signal, today);
    try {
      if (context.stream === 'customers') await pollCustomers(context, reader);
      else if (context.stream === 'invoices') await this.records.run(context, 'invoice', reader.invoices());
      else if (context.stream === 'credit-notes') await this.records.run(context, 'credit-note', reader.creditNotes());
      else await this.records.run(context, 'payment', reader.payments());
    } finally {
      await reader.close();
    }
  }
}
