import { Inject, Injectable } from '@nestjs/common';
import { METRICS_REGISTRY } from '@ledgerbridge/service';
import { Counter, type Registry } from 'prom-client';

/** What the comparison of events tells Prometheus. */
@Injectable()
export class BackfillMetrics {
  private readonly missedEvents: Counter<'connection'>;

  constructor(@Inject(METRICS_REGISTRY) registry: Registry) {
    this.missedEvents = new Counter({
      name: 'ledgerbridge_webhook_missed_total',
      help: 'Events that the site lists and no webhook told of, by connection.',
      labelNames: ['connection'],
      registers: [registry],
    });
  }

  missed(connection: string, events: number): void {
    this.missedEvents.inc({ connection }, events);
  }
}
