import 'reflect-metadata';

// messaging
export * from './async/coalescer.js';
export * from './async/pause.js';
export * from './async/wake.js';
export * from './database/messaging-schema.js';
export * from './dead-letters/dead-letters.js';
export * from './dead-letters/decode-or-dead-letter.js';
export * from './eventing.errors.js';
export * from './eventing.module.js';
export * from './kafka/in-memory-broker.js';
export * from './kafka/in-memory-message-bus.js';
export * from './kafka/kafka.errors.js';
export * from './kafka/kafkajs-message-bus.js';
export * from './kafka/message-bus.port.js';
export * from './landing/batch-handler.decorator.js';
export * from './landing/batch-landing.strategy.js';
export * from './landing/end-process.js';
export * from './landing/landing-context.js';
export * from './outbox/outbox-relay.js';
export * from './outbox/outbox.js';
export * from './publishing/observation.js';
export * from './publishing/published-records.js';
export * from './publishing/record-publisher.js';
export * from './topics/topic-provisioner.js';

// deliveries
export * from './deliveries/database/deliveries-schema.js';
export * from './deliveries/deliveries.module.js';
export * from './deliveries/delivery-target.js';
export { withCallSignal } from './deliveries/dispatch/call-signal.js';
export type { DispatchTuning } from './deliveries/dispatch/dispatch-tuning.js';
export * from './deliveries/landing/delivery-landing.js';
export * from './deliveries/links/link.js';
export { linkKey, LinkStore } from './deliveries/links/link-store.js';
export * from './deliveries/states/lease-lost.error.js';

// the whole of libs/eventing, for ServiceModule.forRoot
export * from './database/eventing-schema.js';
