export * from './builders/credit-note.builder.js';
export * from './builders/customer.builder.js';
export * from './builders/document-parts.js';
export * from './builders/invoice.builder.js';
export * from './builders/payment.builder.js';
export * from './builders/record-builders.js';
export { createTestDatabase, type TestDatabase } from './fixtures/test-database.js';
export { testBrokers } from './fixtures/test-brokers.js';
export { uniqueTopicPrefix } from './fixtures/topic-prefix.js';
export { until, type UntilOptions } from './fixtures/until.js';
export type {
  FixedPorts,
  Infrastructure,
  InfrastructureKind,
  InfrastructureOptions,
  LogLine,
} from './infrastructure/infrastructure.js';
export { InfrastructureError, type InfrastructureErrorCode } from './infrastructure/infrastructure-error.js';
export { startGuarded, type GuardedChild } from './infrastructure/child-guard.js';
export type { GuardOrder } from './infrastructure/guard-process.js';
export { freePort } from './infrastructure/free-port.js';
export { startInfrastructure } from './infrastructure/start-infrastructure.js';
export { FaultProxy, type FaultCounts, type FaultProxyOptions } from './faults/fault-proxy.js';
export type { Direction, Fault, FaultRule } from './faults/fault-rule.js';
export { seededRandom } from './faults/seeded-random.js';
export { runConsumerGroups } from './infrastructure/kafka-tools.js';
export { startRestartable, type RestartableInfrastructure } from './infrastructure/restartable.js';
