import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { OwnBodies } from '@ledgerbridge/service';
import { ChargebeeModule } from '../chargebee/chargebee.module.js';
import { WebhookIntake } from './webhook-intake.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { WebhookNudge } from './webhook-nudge.js';
import { WebhookReceipts } from './webhook-receipts.js';
import { WebhookController } from './webhook.controller.js';

export interface WebhooksOptions {
  /** Addresses and CIDR ranges of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
}

const TRUSTED_PROXIES = Symbol('TRUSTED_PROXIES');

/** What comes from Chargebee: events by webhook, taken in and worked on. */
@Module({})
export class WebhooksModule implements OnModuleInit {
  constructor(
    private readonly ownBodies: OwnBodies,
    private readonly adapters: HttpAdapterHost,
    @Inject(TRUSTED_PROXIES) private readonly proxies: readonly string[],
  ) {}

  static forRoot({ trustedProxies = [] }: WebhooksOptions = {}): DynamicModule {
    return {
      module: WebhooksModule,
      imports: [ChargebeeModule],
      controllers: [WebhookController],
      providers: [
        { provide: TRUSTED_PROXIES, useValue: trustedProxies },
        WebhookReceipts,
        WebhookNudge,
        WebhookMetrics,
        WebhookIntake,
      ],
      exports: [WebhookReceipts],
    };
  }

  onModuleInit(): void {
    this.ownBodies.leave('/v1/webhooks/');
    if (this.proxies.length === 0) return;
    const express = this.adapters.httpAdapter.getInstance<{ set(name: string, value: unknown): void }>();
    express.set('trust proxy', [...this.proxies]);
  }
}
