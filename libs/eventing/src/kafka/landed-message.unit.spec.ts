import { describe, expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import { toLandedMessage } from './landed-message.js';

function aMessage(headers: Record<string, unknown>): KafkaMessage {
  const bare = { key: null, value: null, timestamp: '0', attributes: 0, offset: '7' };
  return { ...bare, headers: headers as KafkaMessage['headers'] } as KafkaMessage;
}

describe('toLandedMessage', () => {
  it('given a header without a value, as Kafka allows, then it is empty, so that no reader of headers breaks on it', () => {
    const { headers } = toLandedMessage('t', 0, aMessage({ none: null, repeated: [Buffer.from('1'), null] }));
    expect(headers).toEqual({ none: Buffer.alloc(0), repeated: Buffer.alloc(0) });
  });

  it('given a header more than once, then its last value counts', () => {
    const { headers } = toLandedMessage('t', 0, aMessage({ h: [Buffer.from('1'), Buffer.from('2')] }));
    expect(headers['h']?.toString()).toBe('2');
  });

  it('given a header whose name means something to JavaScript, then it is a header like any other', () => {
    const named = Object.fromEntries([['__proto__', Buffer.from('1')]]);
    expect(Object.entries(toLandedMessage('t', 0, aMessage(named)).headers)).toEqual([['__proto__', Buffer.from('1')]]);
  });
});
