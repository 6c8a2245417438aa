import { problem } from './problem.error.js';

type Next = (error?: unknown) => void;

/**
 * Express error middleware, to stand right behind the body parser: Nest would turn a parser's SyntaxError into an
 * answer with its message, which quotes the body and with it perhaps a secret.
 */
export function bodyProblemMiddleware(error: unknown, _request: unknown, _response: unknown, next: Next): void {
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  if (typeof type !== 'string' || typeof status !== 'number' || status >= 500) next(error);
  else if (status === 413) next(problem(413, 'BODY_TOO_LARGE', 'The body is too large'));
  else if (status === 415) next(problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'The encoding of the body is not supported'));
  else next(problem(400, 'MALFORMED_BODY', 'The body cannot be read as JSON'));
}
