import { describe, expect, it } from '@jest/globals';
import { classifyKafkaError } from './classify-kafka-error.js';
import { KafkaError } from './kafka.errors.js';

const foreign = (name: string, more: Record<string, unknown> = {}) => ({ name, message: 'secret-free text', ...more });

describe('classifyKafkaError', () => {
  it.each([
    [foreign('KafkaJSConnectionError', { retriable: true, code: 'ECONNREFUSED' }), 'KAFKA_UNAVAILABLE', true],
    [foreign('KafkaJSRequestTimeoutError', { retriable: true }), 'KAFKA_UNAVAILABLE', true],
    [foreign('KafkaJSNoBrokerAvailableError', { retriable: true }), 'KAFKA_UNAVAILABLE', true],
    [foreign('KafkaJSProtocolError', { type: 'NOT_LEADER_FOR_PARTITION', retriable: true }), 'KAFKA_BUSY', true],
    [foreign('KafkaJSProtocolError', { type: 'ILLEGAL_GENERATION', retriable: false }), 'NOT_ASSIGNED', false],
    [foreign('KafkaJSProtocolError', { type: 'REBALANCE_IN_PROGRESS', retriable: false }), 'NOT_ASSIGNED', false],
    [foreign('KafkaJSProtocolError', { type: 'MESSAGE_TOO_LARGE', retriable: false }), 'MESSAGE_TOO_LARGE', false],
    [foreign('KafkaJSProtocolError', { type: 'TOPIC_AUTHORIZATION_FAILED', retriable: false }), 'KAFKA_REFUSED', false],
    [foreign('TypeError'), 'KAFKA_REFUSED', false],
  ])('given %j, when classified, then it is %s', (error, code, retryable) => {
    expect(classifyKafkaError(error, 'publish')).toMatchObject({ name: 'KafkaError', code, retryable });
  });

  it('given an error wrapped twice by retries, when classified, then the innermost one decides', () => {
    const root = foreign('KafkaJSConnectionClosedError', { retriable: true });
    const wrapped = foreign('KafkaJSNonRetriableError', {
      retriable: false,
      cause: foreign('KafkaJSNumberOfRetriesExceeded', { retriable: false, cause: root }),
    });
    const classified = classifyKafkaError(wrapped, 'consume');
    expect(classified).toMatchObject({ code: 'KAFKA_UNAVAILABLE', details: { type: 'KafkaJSConnectionClosedError' } });
    expect(classified.cause).toBe(wrapped);
  });

  it('given an error that is ours already, when classified, then it stays as it is', () => {
    const ours = new KafkaError('TOPICS_MISSING', 'x', { retryable: false });
    expect(classifyKafkaError(ours, 'publish')).toBe(ours);
  });
});
