import { Inject, Injectable } from '@nestjs/common';
import { SERVICE_CONFIG, type ServiceConfig } from '@ledgerbridge/service';
import { MESSAGE_BUS, type MessageBus } from '../kafka/message-bus.port.js';

/** Makes sure that the topics a service reads or writes exist, each once a process. */
@Injectable()
export class TopicProvisioner {
  private readonly known = new Set<string>();

  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'kafka'>,
  ) {}

  /** @throws KafkaError TOPICS_MISSING naming the topics, when KAFKA_TOPIC_CREATE=false or the broker refuses. */
  async ensure(topics: Iterable<string>): Promise<void> {
    const unknown = [...new Set(topics)].filter((topic) => !this.known.has(topic));
    if (unknown.length === 0) return;
    const { partitions, replication, create } = this.config.kafka;
    await this.bus.ensureTopics(unknown, { partitions, replication, create });
    for (const topic of unknown) this.known.add(topic);
  }

  /** Checks again next time, e.g. after a publication failed. */
  forget(): void {
    this.known.clear();
  }
}
