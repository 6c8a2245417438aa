import { Inject, Injectable, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import {
  LOGGER,
  ReadinessChecks,
  SERVICE_CONFIG,
  ShutdownSequence,
  type Logger,
  type ServiceConfig,
} from '@ledgerbridge/service';
import { LeasesModule } from '@ledgerbridge/connections';
import { unlessAborted } from './async/pause.js';
import { DeadLetters } from './dead-letters/dead-letters.js';
import { KafkajsMessageBus } from './kafka/kafkajs-message-bus.js';
import { MESSAGE_BUS, type MessageBus } from './kafka/message-bus.port.js';
import { BatchLandingStrategy } from './landing/batch-landing.strategy.js';
import { endProcess, ON_FATAL, type OnFatal } from './landing/end-process.js';
import { DEFAULT_LAG_LIMITS, LAG_LIMITS, type LagLimits } from './landing/lag-watch.js';
import { LandingMetrics } from './landing/landing-metrics.js';
import { PositionStore } from './landing/position-store.js';
import { DEFAULT_RELAY_LIMITS, type RelayLimits } from './outbox/judge-relay.js';
import { OutboxListener } from './outbox/outbox-listener.js';
import { OutboxMetrics } from './outbox/outbox-metrics.js';
import { OutboxPurge } from './outbox/outbox-purge.js';
import { OutboxRelay } from './outbox/outbox-relay.js';
import { OutboxService, RELAY_LIMITS } from './outbox/outbox-service.js';
import { OutboxStore } from './outbox/outbox-store.js';
import { Outbox } from './outbox/outbox.js';
import { PublishedRecords } from './publishing/published-records.js';
import { RecordPublisher } from './publishing/record-publisher.js';
import { TopicProvisioner } from './topics/topic-provisioner.js';

export interface EventingOptions {
  /** Topics the service publishes to, so that they exist (or are missed by name) at the start. */
  readonly writes?: readonly string[];
  /** Another bus than the one over KAFKA_BROKERS. */
  readonly bus?: MessageBus;
  /** What to do when the service cannot go on; ends the process unless given. */
  readonly onFatal?: OnFatal;
  /** When the relay counts as stalled. */
  readonly relay?: Partial<RelayLimits>;
  /** When a partition counts as standing still. */
  readonly lag?: Partial<LagLimits>;
}

const PING_LIMIT_MS = 3_000;
const WRITES = Symbol('WRITES');

/** Connects to the cluster before anything uses it, and leaves it last. */
@Injectable()
class BusLifecycle implements OnModuleInit {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(WRITES) private readonly writes: readonly string[],
    private readonly topics: TopicProvisioner,
    private readonly readiness: ReadinessChecks,
    private readonly shutdown: ShutdownSequence,
  ) {}

  async onModuleInit(): Promise<void> {
    this.readiness.add('kafka', async () => {
      const answered = this.bus.ping().then(() => true);
      const ok = await unlessAborted(answered, AbortSignal.timeout(PING_LIMIT_MS));
      return ok === true ? { ok } : { ok: false, detail: `no answer within ${PING_LIMIT_MS} ms` };
    });
    this.shutdown.on('clients', 'kafka', () => this.bus.disconnect());
    await this.bus.connect();
    await this.topics.ensure(this.writes);
  }
}

/** Everything between a service's tables and Kafka: outbox and relay, publishing, landing, dead letters. Global. */
@Module({})
export class EventingModule {
  static forRoot(options: EventingOptions = {}): DynamicModule {
    const { bus, onFatal, relay, lag, writes = [] } = options;
    const exported = [
      MESSAGE_BUS,
      TopicProvisioner,
      Outbox,
      OutboxRelay,
      RecordPublisher,
      PublishedRecords,
      DeadLetters,
    ];
    return {
      module: EventingModule,
      global: true,
      imports: [LeasesModule],
      providers: [
        {
          provide: MESSAGE_BUS,
          inject: [SERVICE_CONFIG, LOGGER],
          useFactory: bus === undefined ? overKafka : () => bus,
        },
        { provide: ON_FATAL, inject: [LOGGER], useFactory: (logger: Logger) => onFatal ?? endProcess(logger) },
        { provide: WRITES, useValue: writes },
        { provide: LAG_LIMITS, useValue: { ...DEFAULT_LAG_LIMITS, ...lag } },
        { provide: RELAY_LIMITS, useValue: { ...DEFAULT_RELAY_LIMITS, ...relay } },
        BusLifecycle,
        TopicProvisioner,
        Outbox,
        OutboxStore,
        OutboxMetrics,
        OutboxRelay,
        OutboxListener,
        OutboxPurge,
        OutboxService,
        PublishedRecords,
        RecordPublisher,
        DeadLetters,
        PositionStore,
        LandingMetrics,
        BatchLandingStrategy,
      ],
      exports: [...exported, BatchLandingStrategy],
    };
  }
}

function overKafka({ service, kafka }: ServiceConfig, logger: Logger): MessageBus {
  return new KafkajsMessageBus({ brokers: kafka.brokers, clientId: service, topicPrefix: kafka.topicPrefix }, logger);
}
