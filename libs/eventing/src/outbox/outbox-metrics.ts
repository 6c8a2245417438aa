import { Inject, Injectable } from '@nestjs/common';
import { METRICS_REGISTRY } from '@ledgerbridge/service';
import { Counter, Gauge, Registry } from 'prom-client';
import { OutboxStore } from './outbox-store.js';

@Injectable()
export class OutboxMetrics {
  readonly published: Counter<'topic'>;

  constructor(@Inject(METRICS_REGISTRY) registry: Registry, store: OutboxStore) {
    const registers = [registry];
    this.published = new Counter({
      name: 'ledgerbridge_published_total',
      help: 'Messages published from the outbox, repetitions included',
      labelNames: ['topic'],
      registers,
    });
    const oldest = new Gauge({
      name: 'ledgerbridge_outbox_oldest_age_seconds',
      help: 'Age of the oldest message that is not published yet, 0 when there is none',
      registers,
    });
    new Gauge({
      name: 'ledgerbridge_outbox_unpublished',
      help: 'Messages in the outbox that are not published yet',
      registers,
      async collect() {
        const backlog = await store.backlog();
        this.set(backlog.unpublished);
        oldest.set(backlog.oldestAgeSeconds);
      },
    });
  }
}
