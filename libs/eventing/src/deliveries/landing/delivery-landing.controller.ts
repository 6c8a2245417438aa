import { Controller, type Type } from '@nestjs/common';
import { decodeEvent, type CanonicalEvent } from '@ledgerbridge/contracts';
import type { EntityManager } from 'typeorm';
import { DeadLetters } from '../../dead-letters/dead-letters.js';
import { decodeOrDeadLetter } from '../../dead-letters/decode-or-dead-letter.js';
import type { LandedMessage } from '../../kafka/message-bus.port.js';
import { BatchHandler } from '../../landing/batch-handler.decorator.js';
import type { LandingContext } from '../../landing/landing-context.js';
import { assertDeliverable } from './assert-deliverable.js';
import { DeliveryLanding } from './delivery-landing.js';

/** The controller that lands these topics as deliveries; made per service, since each reads its own topics. */
export function deliveryLandingController(topics: readonly string[]): Type<object> {
  @Controller()
  class DeliveryLandingController {
    constructor(
      private readonly landing: DeliveryLanding,
      private readonly deadLetters: DeadLetters,
    ) {}

    @BatchHandler(topics)
    async land(messages: LandedMessage[], tx: EntityManager, context: LandingContext): Promise<void> {
      const decoded = await decodeOrDeadLetter(messages, tx, this.deadLetters, decodeDeliverable);
      await this.landing.land(
        decoded.map(({ event }) => event),
        tx,
        context,
      );
    }
  }
  return DeliveryLandingController;
}

function decodeDeliverable(message: LandedMessage): CanonicalEvent {
  return assertDeliverable(decodeEvent(message));
}
