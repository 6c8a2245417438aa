import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ALL_TOPICS } from '@ledgerbridge/contracts';
import { BatchHandler, type LandedMessage } from '@ledgerbridge/eventing';
import { appendEvents } from '../events/event-store.js';

/** Takes every message of every topic into the trail, whatever it holds: judging it is not the trail's business. */
@Controller()
export class AuditLandingController {
  @BatchHandler(ALL_TOPICS)
  async land(messages: readonly LandedMessage[], tx: EntityManager): Promise<void> {
    await appendEvents(
      tx,
      messages.map((message) => ({ ...message, headers: Object.entries(message.headers) })),
    );
  }
}
