import { runMain, runService } from '@ledgerbridge/service';
import { sysproIngestModule } from './app.module.js';
import { loadConfig } from './config.js';

/** Runs the service until it is told to end. */
export function start(): Promise<void> {
  return runMain(async () => {
    const config = loadConfig();
    return runService({ config, module: sysproIngestModule(config) });
  });
}
