import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { LinkStore } from '@ledgerbridge/eventing';
import { OwnBodies } from '@ledgerbridge/service';
import { RejectionStore } from '@ledgerbridge/sync';
import { ChargebeeModule } from '../chargebee/chargebee.module.js';
import { OriginFinder } from '../chargebee/reading/origin-finder.js';
import { EventConfirmer } from './event-confirmer.js';
import { OwnAnswersModule } from './own-answers.module.js';
import { ReceiptProcessor } from './receipt-processor.js';
import { ReceiptQueue } from './receipt-queue.js';
import { RecordTaker } from './record-taker.js';
import { WebhookActivity } from './webhook-activity.js';
import { WebhookIntake } from './webhook-intake.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { WebhookNudge } from './webhook-nudge.js';
import { WebhookReceipts } from './webhook-receipts.js';
import { WebhookController } from './webhook.controller.js';
import { TRUSTED_PROXIES, WEBHOOK_NOW } from './webhooks.tokens.js';

export interface WebhooksOptions {
  /** Addresses and CIDR ranges of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** For tests: milliseconds since 1970. */
  readonly now?: () => number;
}

/** What comes from Chargebee: events by webhook, taken in and worked on. */
@Module({})
export class WebhooksModule implements OnModuleInit {
  constructor(
    private readonly ownBodies: OwnBodies,
    private readonly adapters: HttpAdapterHost,
    @Inject(TRUSTED_PROXIES) private readonly proxies: readonly string[],
  ) {}

  static forRoot({ trustedProxies = [], now = Date.now }: WebhooksOptions = {}): DynamicModule {
    return {
      module: WebhooksModule,
      imports: [ChargebeeModule, OwnAnswersModule],
      controllers: [WebhookController],
      providers: [
        { provide: TRUSTED_PROXIES, useValue: trustedProxies },
        { provide: WEBHOOK_NOW, useValue: now },
        WebhookReceipts,
        WebhookNudge,
        WebhookMetrics,
        WebhookIntake,
        LinkStore,
        OriginFinder,
        RejectionStore,
        ReceiptQueue,
        EventConfirmer,
        RecordTaker,
        ReceiptProcessor,
        WebhookActivity,
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
