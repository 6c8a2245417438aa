import { describe, expect, it } from '@jest/globals';
import { bodyProblemMiddleware } from './body-problem.middleware.js';

function passedOn(error: unknown): unknown {
  let passed: unknown;
  bodyProblemMiddleware(error, {}, {}, (given) => (passed = given));
  return passed;
}

describe('bodyProblemMiddleware', () => {
  it('given a body that is not JSON, when handled, then the problem does not quote it', () => {
    const error = Object.assign(new SyntaxError('Unexpected token c in "canary"'), {
      status: 400,
      type: 'entity.parse.failed',
      body: 'canary',
    });

    expect(passedOn(error)).toMatchObject({
      status: 400,
      code: 'MALFORMED_BODY',
      message: 'The body cannot be read as JSON',
    });
  });

  it('given a body that is too large or encoded strangely, when handled, then the code says so', () => {
    expect(passedOn({ status: 413, type: 'entity.too.large' })).toMatchObject({ code: 'BODY_TOO_LARGE' });
    expect(passedOn({ status: 415, type: 'encoding.unsupported' })).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it('given any other error, when handled, then it is passed on as it is', () => {
    const error = new Error('x');
    expect(passedOn(error)).toBe(error);
  });
});
