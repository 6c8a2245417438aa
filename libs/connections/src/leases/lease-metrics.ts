import { METRICS_REGISTRY } from '@ledgerbridge/service';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

@Injectable()
export class LeaseMetrics {
  private readonly held: Gauge<'lease'>;
  private readonly takeovers: Counter<'lease'>;
  private readonly losses: Counter<'lease'>;

  constructor(@Inject(METRICS_REGISTRY) registry: Registry) {
    const common = { labelNames: ['lease'] as const, registers: [registry] };
    this.held = new Gauge({ name: 'ledgerbridge_lease_held', help: '1 while this process holds the lease', ...common });
    this.takeovers = new Counter({
      name: 'ledgerbridge_lease_takeovers_total',
      help: 'Leases acquired after their holder let them expire',
      ...common,
    });
    this.losses = new Counter({
      name: 'ledgerbridge_lease_losses_total',
      help: 'Leases lost while work was under way',
      ...common,
    });
  }

  acquired(lease: string, tookOver: boolean): void {
    this.held.set({ lease }, 1);
    if (tookOver) this.takeovers.inc({ lease });
  }

  ended(lease: string, lost: boolean): void {
    this.held.set({ lease }, 0);
    if (lost) this.losses.inc({ lease });
  }
}
