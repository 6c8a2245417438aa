import type { Logger } from '@ledgerbridge/service';
import type { AssignedPartition, MessageBus, PartitionOffset } from '../kafka/message-bus.port.js';
import { topicRecreated, type PartitionProgress } from './partition-progress.js';
import type { PositionStore, StoredPosition } from './position-store.js';
import { startPosition, type StartPosition } from './start-position.js';

/** Decides where each assigned partition starts, and writes down what follows from it (resets, proofs, losses). */
export class StartDecider {
  constructor(
    private readonly groupId: string,
    private readonly positions: PositionStore,
    private readonly bus: Pick<MessageBus, 'committedOffsets'>,
    private readonly logger: Logger,
  ) {}

  /** @throws KafkaError TOPIC_RECREATED */
  async decide(partitions: readonly AssignedPartition[]): Promise<PartitionProgress[]> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const known = await this.positions.load(this.groupId, topics);
    const decided: PartitionProgress[] = [];
    for (const assigned of partitions) {
      const position = known.find(
        ({ topic, partition }) => topic === assigned.topic && partition === assigned.partition,
      );
      const decision = startPosition(position, assigned);
      const confirmed = decision.kind === 'reset' ? await this.decideAgain(position, assigned) : decision;
      decided.push(await this.carryOut(confirmed, assigned, position));
    }
    return decided;
  }

  /**
   * The commit was read before the position: a batch of our own that ended in between looks like a reset. With the
   * commit read once more, after the position, only an operator can have put it behind.
   */
  private async decideAgain(position: StoredPosition | undefined, assigned: AssignedPartition): Promise<StartPosition> {
    const { topic, partition, low, high } = assigned;
    const committed = await this.bus.committedOffsets(this.groupId, [topic]);
    const found = committed.find((offset) => offset.partition === partition);
    return startPosition(position, { low, high, ...(found === undefined ? {} : { committed: found.offset }) });
  }

  private async carryOut(
    decision: StartPosition,
    assigned: AssignedPartition,
    position: StoredPosition | undefined,
  ): Promise<PartitionProgress> {
    const { topic, partition } = assigned;
    const { start } = decision;
    const progress: PartitionProgress = {
      topic,
      partition,
      stored: position === undefined ? undefined : start,
      next: start,
      unacknowledged: position !== undefined && !position.acknowledged,
      ...(position?.witness === undefined ? {} : { witness: position.witness }),
      ...(position?.replay === undefined ? {} : { replay: position.replay }),
    };
    const place = { group: this.groupId, topic, partition, start: start.toString() };
    switch (decision.kind) {
      case 'earliest':
        return progress;
      case 'crash':
        this.logger.info(place, 'the last batch was landed but not committed; going on behind it');
        return progress;
      case 'resume':
        if (!decision.proven || position?.acknowledged) return progress;
        await this.positions.acknowledge(this.groupId, assigned, start);
        return { ...progress, unacknowledged: false };
      case 'forward-skip':
        this.logger.warn({ ...place, committed: decision.committed.toString() }, 'a forward skip is not honoured');
        return { ...progress, unacknowledged: true };
      case 'lost':
        this.logger.error({ ...place, lostFrom: decision.lostFrom.toString() }, 'retention removed unread messages');
        await this.positions.skipLost(this.groupId, assigned, start);
        return { topic, partition, stored: start, next: start, unacknowledged: false };
      case 'reset': {
        this.logger.warn({ ...place, upTo: decision.replayTo.toString() }, 'reset by an operator: landing again');
        const replay = await this.positions.reset(this.groupId, assigned, position?.next ?? start, decision);
        return { ...progress, unacknowledged: false, replay };
      }
      case 'recreated':
        throw topicRecreated(assigned, `it ends at ${assigned.high}, but was landed up to ${start}`);
    }
  }
}

/**
 * Where to read from: at the next message, or at the last one landed, which is read once more to see that it is still
 * the same event (and which lets an unacknowledged batch be committed on a partition where nothing new arrives).
 */
export function readFrom(progress: PartitionProgress, { low }: Pick<AssignedPartition, 'low'>): PartitionOffset {
  const { topic, partition, next, witness } = progress;
  const rereads = witness !== undefined && witness.offset === next - 1n && witness.offset >= low;
  return { topic, partition, offset: rereads ? witness.offset : next };
}
