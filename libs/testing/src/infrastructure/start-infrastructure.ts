import { startDocker } from './docker.js';
import { startEmbedded } from './embedded.js';
import { startExternal } from './external.js';
import type { Infrastructure, InfrastructureKind, InfrastructureOptions } from './infrastructure.js';
import { selectInfrastructure, type InfrastructureCandidate } from './select-infrastructure.js';
import { connectTestcontainers } from './testcontainers-engine.js';

const ALL_KINDS: readonly InfrastructureKind[] = ['external', 'docker', 'embedded'];

/**
 * Provides one Kafka broker and one Postgres from the first kind that applies: given from outside, Docker, or
 * embedded. What it starts lives on 127.0.0.1 and dies with this process, however that dies.
 * @throws InfrastructureError naming what is missing and what to do.
 */
export async function startInfrastructure(options: InfrastructureOptions): Promise<Infrastructure> {
  const { dataDir, log, ports, env = process.env } = options;
  if (dataDir !== undefined) log('infrastructure: a data directory is given, only the embedded kind keeps one');
  const kinds = dataDir === undefined ? (options.kinds ?? ALL_KINDS) : (['embedded'] as const);
  const candidates: readonly InfrastructureCandidate[] = [
    { kind: 'external', start: () => startExternal(env) },
    { kind: 'docker', start: () => startDocker({ connect: connectTestcontainers, log }) },
    { kind: 'embedded', start: () => startEmbedded({ dataDir, ports, log }) },
  ];
  return selectInfrastructure(
    candidates.filter((candidate) => kinds.includes(candidate.kind)),
    log,
  );
}
