import { rotateKeys } from '@ledgerbridge/connections';
import { runMain, runService } from '@ledgerbridge/service';
import { INGEST_SCHEMA, sysproIngestModule } from './app.module.js';
import { loadConfig } from './config.js';

/** Runs the service until it is told to end, or the command its arguments name. */
export function start(): Promise<void> {
  return runMain(serve, { 'rotate-keys': () => rotateKeys({ config: loadConfig(), schema: INGEST_SCHEMA }) });
}

async function serve(): Promise<void> {
  const config = loadConfig();
  await runService({ config, module: sysproIngestModule(config) });
}
