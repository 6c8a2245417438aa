import type { ConnectionDefinition } from '@ledgerbridge/connections';
import { SysproSettings } from './connection-settings.js';

/** SYSPRO connections as this service takes them. */
export const sysproConnectionDefinition: ConnectionDefinition<SysproSettings> = {
  system: 'syspro',
  settings: SysproSettings,
  secrets: [
    { path: 'odata.password', host: (settings) => hostOf(settings.odata.baseUrl) },
    { path: 'enet.operatorPassword', host: (settings) => hostOf(settings.enet?.baseUrl) },
    { path: 'enet.companyPassword', host: (settings) => hostOf(settings.enet?.baseUrl) },
  ],
  refuse: ({ read }) =>
    read.via === 'enet' ? 'read.via: reading through e.net is not part of this version; use odata' : undefined,
};

/** `name[:port]`, what a secret is bound to. */
function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).host;
}
