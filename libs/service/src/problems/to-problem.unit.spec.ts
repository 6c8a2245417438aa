import { describe, expect, it } from '@jest/globals';
import { BridgeError } from '@ledgerbridge/contracts';
import { BadRequestException, InternalServerErrorException } from '@nestjs/common';
import { problem } from './problem.error.js';
import { toProblem } from './to-problem.js';

describe('toProblem', () => {
  it('given a problem of a controller, when answered, then status, code, detail and fields are kept', () => {
    const errors = [{ field: 'poll.cron', message: 'must be a string' }];

    expect(toProblem(problem(422, 'CONNECTION_INVALID', 'Wrong settings', { errors }))).toEqual({
      type: 'urn:ledgerbridge:problem:connection-invalid',
      title: 'Unprocessable Entity',
      status: 422,
      code: 'CONNECTION_INVALID',
      detail: 'Wrong settings',
      errors,
    });
  });

  it('given an error of our own, when answered, then it is 503 if it may pass and 500 if not', () => {
    const passing = new BridgeError('BROKER_AWAY', 'Kafka does not answer', { retryable: true, details: { a: 1 } });
    const lasting = new BridgeError('KEY_UNKNOWN', 'No such key', { retryable: false });

    expect(toProblem(passing)).toMatchObject({ status: 503, code: 'BROKER_AWAY', details: { a: 1 } });
    expect(toProblem(lasting)).toMatchObject({ status: 500, code: 'KEY_UNKNOWN' });
  });

  it('given an error nobody expected, when answered, then nothing of it is shown', () => {
    for (const error of [
      new Error('canary'),
      new InternalServerErrorException('canary'),
      { canary: 1 },
      null,
      'canary',
    ]) {
      const answer = toProblem(error);
      expect(answer).toMatchObject({ status: 500, code: 'INTERNAL' });
      expect(JSON.stringify(answer)).not.toContain('canary');
    }
  });

  it('given a Nest exception, when answered, then the code follows the status', () => {
    expect(toProblem(new BadRequestException('Wrong cursor'))).toMatchObject({
      status: 400,
      code: 'INVALID_REQUEST',
      detail: 'Wrong cursor',
    });
  });
});
