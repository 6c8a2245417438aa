import { BatchLandingStrategy } from '@ledgerbridge/eventing';
import { runMain, runService } from '@ledgerbridge/service';
import { auditModule } from './app.module.js';
import { loadConfig } from './config.js';

await runMain(async () => {
  const config = loadConfig();
  return runService({ config, module: auditModule(config), strategies: (app) => [app.get(BatchLandingStrategy)] });
});
