import './frugal-memory.js';
import { runMain, runService } from '@ledgerbridge/service';
import { sysproIngestModule } from './app.module.js';
import { loadConfig } from './config.js';

await runMain(async () => {
  const config = loadConfig();
  return runService({ config, module: sysproIngestModule(config) });
});
