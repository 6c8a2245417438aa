import kafkajs, { type logCreator } from 'kafkajs';
import type { Logger } from '@ledgerbridge/service';

const { logLevel } = kafkajs;

/**
 * kafkajs writes through our logger, one level lower than it thinks: it retries what it calls an error, and what it
 * gives up on comes to us as an exception. Its stacks and payloads are left out.
 */
export function kafkajsLogCreator(logger: Logger): logCreator {
  return () =>
    ({ namespace, level, log }) => {
      const { message, groupId, topic, partition, retryCount, error } = log as Record<string, unknown>;
      const fields = { kafkajs: namespace, groupId, topic, partition, retryCount, reason: reasonOf(error) };
      if (level === logLevel.ERROR) logger.warn(fields, String(message));
      else if (level === logLevel.WARN) logger.info(fields, String(message));
      else logger.debug(fields, String(message));
    };
}

function reasonOf(error: unknown): string | undefined {
  if (error === undefined || error === null) return undefined;
  if (typeof error === 'string') return error;
  const { message } = error as { message?: unknown };
  return typeof message === 'string' ? message : 'unknown';
}
