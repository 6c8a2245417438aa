import { Inject, Injectable } from '@nestjs/common';
import { METRICS_REGISTRY } from '@ledgerbridge/service';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

@Injectable()
export class LandingMetrics {
  readonly messages: Counter<'topic'>;
  readonly seconds: Histogram<'topic'>;
  readonly lag: Gauge<'topic' | 'partition'>;

  constructor(@Inject(METRICS_REGISTRY) registry: Registry) {
    const registers = [registry];
    this.messages = new Counter({
      name: 'ledgerbridge_landed_messages_total',
      help: 'Messages landed in Postgres, replayed ones included',
      labelNames: ['topic'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'ledgerbridge_landing_batch_seconds',
      help: 'Time from receiving a batch to its acknowledged commit',
      labelNames: ['topic'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    });
    this.lag = new Gauge({
      name: 'ledgerbridge_consumer_lag',
      help: 'Messages in the partition that are not landed yet',
      labelNames: ['topic', 'partition'],
      registers,
    });
  }
}
