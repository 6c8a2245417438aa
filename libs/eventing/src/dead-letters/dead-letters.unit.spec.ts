import { describe, expect, it } from '@jest/globals';
import { ContractError, decodeOperation, type EncodedMessage } from '@ledgerbridge/contracts';
import type { EntityManager } from 'typeorm';
import type { LandedMessage } from '../kafka/message-bus.port.js';
import { MAX_MESSAGE_BYTES, messageBytes } from '../outbox/outbox.js';
import { DeadLetters } from './dead-letters.js';
import { decodeOrDeadLetter } from './decode-or-dead-letter.js';

const TX = {} as EntityManager;

function aFakeOutbox() {
  const appended: EncodedMessage[] = [];
  const append = async (_: EntityManager, messages: readonly EncodedMessage[]) => void appended.push(...messages);
  return { appended, letters: new DeadLetters({ service: 'audit' }, { append }) };
}

function aMessage(offset: string, value: Buffer | null, key: Buffer | null = Buffer.from('acme:1')): LandedMessage {
  return { topic: 'billing.invoices.v1', partition: 3, offset, timestamp: '0', key, value, headers: {} };
}

describe('DeadLetters', () => {
  it('given the same message twice, when appended, then both letters have one id and the original key', async () => {
    const { appended, letters } = aFakeOutbox();
    const refuse = (): never => {
      throw new ContractError('MALFORMED_EVENT', 'the value is not JSON');
    };
    for (let landing = 0; landing < 2; landing += 1) {
      await decodeOrDeadLetter([aMessage('7', Buffer.from('{'))], TX, letters, refuse);
    }
    expect(appended.map(({ key }) => key)).toEqual(['acme:1', 'acme:1']);
    expect(new Set(appended.map(({ headers }) => headers['ce_id'])).size).toBe(1);
  });

  it('given a message that cannot be read among others, when decoded, then its letter has its bytes and headers as they were', async () => {
    const { appended, letters } = aFakeOutbox();
    const bytes = Buffer.from([0x7b, 0x00, 0xff]);
    const poison = { ...aMessage('7', bytes), headers: { ce_id: Buffer.from([0xff, 0x01]) } };
    const good = aMessage('8', Buffer.from('good'));
    const decoded = await decodeOrDeadLetter([poison, good], TX, letters, (message) => {
      if (message === poison) throw new ContractError('MALFORMED_EVENT', 'the value is not JSON');
      return message.offset;
    });
    expect(decoded.map(({ event }) => event)).toEqual(['8']);
    const letter = decodeOperation('deadLetters', appended[0] as EncodedMessage);
    expect(Buffer.from(letter.value ?? '', 'base64')).toEqual(bytes);
    expect(Buffer.from(letter.headers?.['ce_id'] ?? '', 'base64')).toEqual(Buffer.from([0xff, 0x01]));
    expect(letter).toMatchObject({
      topic: poison.topic,
      partition: poison.partition,
      offset: '7',
      code: 'MALFORMED_EVENT',
    });
  });

  it('given a message near the limit, when appended, then the letter fits and leads to the original', async () => {
    const { appended, letters } = aFakeOutbox();
    const decoded = await decodeOrDeadLetter(
      [aMessage('7', Buffer.alloc(950_000, 'x')), aMessage('8', null, null)],
      TX,
      letters,
    );
    expect(decoded).toEqual([]);
    const [large, empty] = appended as [EncodedMessage, EncodedMessage];
    expect(messageBytes(large)).toBeLessThan(MAX_MESSAGE_BYTES);
    expect(decodeOperation('deadLetters', large)).toMatchObject({ offset: '7', details: { bytesLeftOut: 950_000 } });
    expect(empty.key).toBe('billing.invoices.v1/3');
  });

  it('given a rejected source row, when appended, then the key is the one the record would have had', async () => {
    const { appended, letters } = aFakeOutbox();
    await letters.append(TX, { code: 'UNMAPPABLE', message: 'm', sourceRow: 'acme-syspro/invoice/C1~100/1~I' });
    expect(appended[0]?.key).toBe('acme-syspro:C1~100/1~I');
  });

  it('given a decoder that fails in a way nobody foresaw, when decoding, then the letter does not quote the message', async () => {
    const { appended, letters } = aFakeOutbox();
    const surprise = (): never => {
      throw new TypeError('cannot read "4111 1111 1111 1111"');
    };
    await decodeOrDeadLetter([aMessage('7', Buffer.from('x'))], TX, letters, surprise);
    const letter = decodeOperation('deadLetters', appended[0] as EncodedMessage);
    expect(letter).toMatchObject({ code: 'UNPROCESSABLE', message: 'unexpected TypeError' });
  });
});
