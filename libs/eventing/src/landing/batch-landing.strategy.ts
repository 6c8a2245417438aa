import { OPERATION_TOPICS } from '@ledgerbridge/contracts';
import {
  LOGGER,
  ReadinessChecks,
  SERVICE_CONFIG,
  ShutdownSequence,
  type Logger,
  type ReadinessAnswer,
  type ServiceConfig,
} from '@ledgerbridge/service';
import { Inject, Injectable } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { DataSource, type EntityManager } from 'typeorm';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import {
  MESSAGE_BUS,
  type AssignedPartition,
  type BusConsumer,
  type LandedMessage,
  type MessageBus,
  type PartitionOffset,
} from '../kafka/message-bus.port.js';
import { TopicProvisioner } from '../topics/topic-provisioner.js';
import { BatchLanding, type HandleBatch } from './batch-landing.js';
import { ConsumerSupervisor } from './consumer-supervisor.js';
import { ON_FATAL, type OnFatal } from './end-process.js';
import { FailingPartitions } from './failing-partitions.js';
import { LAG_LIMITS, LagWatch, type LagLimits } from './lag-watch.js';
import type { LandingContext } from './landing-context.js';
import { LandingMetrics } from './landing-metrics.js';
import { PartitionLags } from './partition-lags.js';
import { PositionStore } from './position-store.js';
import { readFrom, StartDecider } from './start-decider.js';

/**
 * The transport of a service's batch handlers: reads the topics they name as the group named like the service and
 * calls each handler once per batch, as `(messages, tx, context)`, in the transaction that moves the position.
 *
 * A handler that throws leaves position and offset where they were; the batch comes again, with growing pauses, while
 * other partitions go on. Declare handlers with `@BatchHandler`.
 */
@Injectable()
export class BatchLandingStrategy extends Server implements CustomTransportStrategy {
  private readonly landing: BatchLanding;
  private readonly starts: StartDecider;
  private readonly failing = new FailingPartitions();
  private readonly lags = new PartitionLags();
  private consumer: BusConsumer | undefined;
  private supervisor: ConsumerSupervisor | undefined;
  private lagWatch: LagWatch | undefined;

  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: ServiceConfig,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    private readonly topics: TopicProvisioner,
    database: DataSource,
    positions: PositionStore,
    deadLetters: DeadLetters,
    private readonly metrics: LandingMetrics,
    readiness: ReadinessChecks,
    shutdown: ShutdownSequence,
    @Inject(ON_FATAL) private readonly onFatal: OnFatal,
    @Inject(LAG_LIMITS) private readonly lagLimits: LagLimits,
  ) {
    super();
    const groupId = config.service;
    const handle = this.callHandler.bind(this);
    const { lags } = this;
    this.landing = new BatchLanding({ groupId, database, positions, deadLetters, metrics, lags, logger: log, handle });
    this.starts = new StartDecider(groupId, positions, bus, log);
    readiness.add('landing', () => Promise.resolve(this.readiness()));
    shutdown.on('intake', 'consumer', () => this.close());
  }

  /** Nest calls it when every handler is registered. */
  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  /** Ends after the batches in hand; may be called more than once. */
  async close(): Promise<void> {
    const { consumer } = this;
    this.consumer = undefined;
    this.supervisor?.stop();
    this.lagWatch?.stop();
    await consumer?.stop();
  }

  on(): never {
    throw new Error('this transport has no events');
  }

  unwrap<T>(): T {
    return this.bus as T;
  }

  private async start(): Promise<void> {
    const topics = [...this.messageHandlers.keys()];
    if (topics.length === 0) return;
    await this.topics.ensure([...topics, OPERATION_TOPICS.deadLetters]);
    this.consumer = await this.bus.consume({
      groupId: this.config.service,
      topics,
      onAssigned: (partitions) => this.assign(partitions),
      onBatch: (batch, control) => {
        const landed = this.failing.watch(batch, this.landing.land(batch, control)).catch((error: unknown) => {
          this.endIfRecreated(error);
          throw error;
        });
        return this.supervisor?.during(landed) ?? landed;
      },
      onFatal: this.onFatal,
    });
    this.supervisor = new ConsumerSupervisor(this.consumer, this.onFatal);
    this.lagWatch = this.watchLags(topics);
  }

  private async assign(partitions: readonly AssignedPartition[]): Promise<PartitionOffset[]> {
    try {
      const progress = await this.starts.decide(partitions);
      this.landing.assign(progress);
      this.failing.clear();
      const standings = partitions.map((extent, index) => ({ ...extent, next: progress[index]?.next ?? extent.low }));
      this.lags.assign(standings, performance.now());
      return progress.map((partition, index) => readFrom(partition, partitions[index] ?? { low: 0n }));
    } catch (error) {
      this.endIfRecreated(error);
      throw error;
    }
  }

  private watchLags(topics: readonly string[]): LagWatch {
    const { bus, lags, metrics, lagLimits: limits, onFatal: onStall } = this;
    const isJoined = (): boolean => this.consumer?.health().joined ?? false;
    return new LagWatch({
      bus,
      topics,
      lags,
      metrics,
      limits,
      isJoined,
      isFailing: (at) => this.failing.has(at),
      onStall,
    });
  }

  private async callHandler(messages: readonly LandedMessage[], tx: EntityManager, context: LandingContext) {
    // Nest declares two arguments and hands on all it is given
    const handler = this.messageHandlers.get(context.topic) as HandleBatch | undefined;
    const result: unknown = await handler?.(messages, tx, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }

  private endIfRecreated(error: unknown): void {
    if ((error as { code?: unknown } | null)?.code === 'TOPIC_RECREATED') this.onFatal(error);
  }

  private readiness(): ReadinessAnswer {
    if (this.messageHandlers.size === 0) return { ok: true, detail: 'reads no topic' };
    if (this.consumer?.health().joined !== true) return { ok: false, detail: 'not a member of its consumer group' };
    const trouble = this.supervisor?.look() ?? this.failing.describe() ?? this.lagWatch?.describe();
    return trouble === undefined ? { ok: true } : { ok: false, detail: trouble };
  }
}
