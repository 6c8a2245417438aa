import kafkajs from 'kafkajs';
import { testBrokers } from '@ledgerbridge/testing';

const { Kafka, logLevel } = kafkajs;

/** Messages the broker has taken so far on topics of this prefix, by topic without it. */
export async function messagesOnBroker(prefix: string): Promise<Record<string, number>> {
  const admin = new Kafka({ brokers: testBrokers(), clientId: 'e2e', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix)).sort();
    const counts: Record<string, number> = {};
    for (const topic of topics) {
      const ends = await admin.fetchTopicOffsets(topic);
      const count = ends.reduce((sum, { high }) => sum + Number(high), 0);
      if (count > 0) counts[topic.slice(prefix.length)] = count;
    }
    return counts;
  } finally {
    await admin.disconnect();
  }
}
