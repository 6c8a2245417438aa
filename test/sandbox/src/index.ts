export * from './bridge/bridge-api.js';
export * from './bridge/connections-file.js';
export * from './bridge/sync.js';
export * from './processes/logged-process.js';
export * from './processes/sandbox-secrets.js';
export * from './processes/services.js';
