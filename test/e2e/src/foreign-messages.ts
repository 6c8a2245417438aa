import kafkajs, { type IHeaders } from 'kafkajs';
import { testBrokers } from '@ledgerbridge/testing';

const { Kafka, logLevel } = kafkajs;

export interface ForeignMessage {
  readonly id: string;
  readonly key: string;
  readonly value: string;
  readonly headers: IHeaders;
}

/** What nobody of ours wrote: one that is no event at all, and one of a version that is not known yet. */
export function unreadableMessages(connection: string): { malformed: ForeignMessage; unknownVersion: ForeignMessage } {
  const key = `${connection}:C1~1~I`;
  const headers = {
    ce_specversion: '1.0',
    ce_id: 'from-a-later-version',
    ce_type: 'billing.invoice.created',
    ce_source: `/connections/${connection}`,
    ce_subject: 'invoice/C1~1~I',
    ce_time: '2026-03-01T00:00:00.000Z',
    ce_dataschema: 'urn:ledgerbridge:schema:invoice:v2',
    ce_sequence: '000000000000001',
    'content-type': 'application/json',
  };
  return {
    malformed: { id: '', key, value: '{"cut off', headers: {} },
    unknownVersion: { id: headers.ce_id, key, value: '{"shape":"unknown"}', headers },
  };
}

/** Puts the messages on every partition of the topic, so that whatever follows must get past them. */
export async function produceEverywhere(topic: string, messages: readonly ForeignMessage[]): Promise<number> {
  const kafka = new Kafka({ brokers: testBrokers(), clientId: 'e2e', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  try {
    const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition }) => partition);
    await producer.send({
      topic,
      messages: partitions.flatMap((partition) =>
        messages.map(({ key, value, headers }) => ({ partition, key, value, headers })),
      ),
    });
    return partitions.length;
  } finally {
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  }
}
