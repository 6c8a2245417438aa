import type { KnownSecrets } from '@ledgerbridge/service';
import type { OpenedConnection } from './open-connection.js';
import { getSetting, isPlainObject } from '../settings/setting-path.js';

/** Makes opened secrets known to the log mask, also as the Basic credentials they form with the names beside them. */
export function registerSecrets<S extends object>(opened: OpenedConnection<S>, known: KnownSecrets): void {
  for (const { path, value } of opened.secrets) {
    known.addBasic(value, '');
    known.add(value);
    const parentPath = path.split('.').slice(0, -1).join('.');
    const parent = parentPath === '' ? opened.plain : getSetting(opened.plain, parentPath);
    if (!isPlainObject(parent)) continue;
    for (const sibling of Object.values(parent)) {
      if (typeof sibling === 'string' && sibling !== value) known.addBasic(sibling, value);
    }
  }
}
