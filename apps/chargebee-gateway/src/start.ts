import { BatchLandingStrategy } from '@ledgerbridge/eventing';
import { runMain, runService } from '@ledgerbridge/service';
import { chargebeeGatewayModule } from './app.module.js';
import { loadConfig } from './config.js';

export function start(): Promise<void> {
  return runMain(async () => {
    const config = loadConfig();
    return runService({
      config,
      module: chargebeeGatewayModule(config),
      strategies: (app) => [app.get(BatchLandingStrategy)],
    });
  });
}
