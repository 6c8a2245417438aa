import { isBridgeError } from '@ledgerbridge/contracts';
import type { Infrastructure, InfrastructureKind, LogLine } from './infrastructure.js';
import { InfrastructureError } from './infrastructure-error.js';

export interface InfrastructureCandidate {
  readonly kind: InfrastructureKind;
  /** Throws `NOT_APPLICABLE` to pass the turn to the next candidate; any other error ends the choice. */
  start(): Promise<Infrastructure>;
}

/**
 * Starts the first candidate that applies and says which one and why the earlier ones did not.
 * @throws InfrastructureError `NO_INFRASTRUCTURE` when all pass; whatever a candidate throws that does apply.
 */
export async function selectInfrastructure(
  candidates: readonly InfrastructureCandidate[],
  log: LogLine,
): Promise<Infrastructure> {
  const passed: string[] = [];
  for (const candidate of candidates) {
    try {
      const infrastructure = await candidate.start();
      const because = passed.length === 0 ? '' : ` (${passed.join('; ')})`;
      log(`infrastructure: ${infrastructure.kind}${because}`);
      return infrastructure;
    } catch (error) {
      if (!isBridgeError(error) || error.code !== 'NOT_APPLICABLE') throw error;
      passed.push(`not ${candidate.kind}: ${error.message}`);
    }
  }
  throw new InfrastructureError('NO_INFRASTRUCTURE', `No Kafka and Postgres can be used: ${passed.join('; ')}`);
}
