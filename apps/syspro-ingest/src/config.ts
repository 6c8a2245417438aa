import { loadServiceConfig, type ServiceConfig } from '@ledgerbridge/service';

/** @throws ConfigError naming each wrong or missing variable. */
export function loadConfig(): ServiceConfig {
  return loadServiceConfig(process.env, { service: 'syspro-ingest', port: 3001, required: ['CREDENTIALS_KEYS'] });
}
