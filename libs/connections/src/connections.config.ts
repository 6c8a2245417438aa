import type { Environment } from '@ledgerbridge/service';

/** Where `${NAME}` of the connections file is looked up. */
export function processEnvironment(): Environment {
  return process.env;
}
