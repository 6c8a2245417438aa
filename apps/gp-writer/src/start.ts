import { rotateKeys } from '@ledgerbridge/connections';
import { BatchLandingStrategy } from '@ledgerbridge/eventing';
import { runMain, runService } from '@ledgerbridge/service';
import { GP_WRITER_SCHEMA, gpWriterModule } from './app.module.js';
import { loadConfig } from './config.js';

/** Runs the service until it is told to end, or the command its arguments name. */
export function start(): Promise<void> {
  return runMain(serve, { 'rotate-keys': () => rotateKeys({ config: loadConfig(), schema: GP_WRITER_SCHEMA }) });
}

async function serve(): Promise<void> {
  const config = loadConfig();
  await runService({
    config,
    module: gpWriterModule(config),
    strategies: (app) => [app.get(BatchLandingStrategy)],
  });
}
