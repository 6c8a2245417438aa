import kafkajs from 'kafkajs';

const { Kafka, logLevel } = kafkajs;

/** Where each partition of this installation's topics ends, by `<topic>/<partition>` without the prefix. */
export async function topicEnds(brokers: string, prefix: string): Promise<ReadonlyMap<string, bigint>> {
  const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'faults', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = new Map<string, bigint>();
    for (const topic of (await admin.listTopics()).filter((name) => name.startsWith(prefix))) {
      for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
        ends.set(`${topic.slice(prefix.length)}/${partition}`, BigInt(high));
      }
    }
    return ends;
  } finally {
    await admin.disconnect();
  }
}
