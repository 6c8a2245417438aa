import { runMain, runService } from '@ledgerbridge/service';
import { gpWriterModule } from './app.module.js';
import { loadConfig } from './config.js';

await runMain(async () => {
  const config = loadConfig();
  return runService({ config, module: gpWriterModule(config) });
});
