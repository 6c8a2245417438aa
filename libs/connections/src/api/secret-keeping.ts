import type { FieldProblem } from '@ledgerbridge/service';
import { Inject, Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { isBridgeError } from '@ledgerbridge/contracts';
import { ConnectionSettingsError } from '../connections.errors.js';
import type { ConnectionDefinition, SecretSetting } from '../connection.js';
import { CONNECTION_DEFINITION } from '../connections.tokens.js';
import type { ConnectionEntity } from '../database/connection.entity.js';
import { ConnectionStore } from '../registry/connection-store.js';
import { openSecret } from '../sealing/sealed-secrets.js';
import { hostOf } from '../settings/check-settings.js';
import { getSetting, hasPlaceFor, isPlainObject, setSetting, type PlainObject } from '../settings/setting-path.js';

/** Fills the secrets that a PUT leaves out with the stored ones. */
@Injectable()
export class SecretKeeping<S extends object> {
  constructor(
    private readonly store: ConnectionStore<S>,
    @Inject(CONNECTION_DEFINITION) private readonly definition: ConnectionDefinition<S>,
  ) {}

  /**
   * Left out, or shown back as `{ "set": true }`: kept. `null` or `{ "set": false }`: removed. A string: taken.
   * @throws ConnectionSettingsError SECRET_REQUIRED naming each secret that cannot be kept.
   */
  complete(id: string, given: PlainObject, stored: ConnectionEntity | null): PlainObject {
    const plain = structuredClone(given);
    const toKeep = this.definition.secrets.filter((secret) => takeIntention(plain, secret.path, stored) === 'keep');
    const problems = toKeep.flatMap((secret) => this.keep(id, plain, secret, stored));
    if (problems.length > 0) throw new ConnectionSettingsError('SECRET_REQUIRED', id, problems);
    return plain;
  }

  private keep(
    id: string,
    plain: PlainObject,
    secret: SecretSetting<S>,
    stored: ConnectionEntity | null,
  ): FieldProblem[] {
    const { path } = secret;
    if (stored?.secrets[path] === undefined) return [{ field: path, message: 'is needed: none is stored' }];
    const host = this.hostIn(plain, secret);
    if (host === undefined) return [];
    try {
      setSetting(plain, path, openSecret(this.store.ring, id, stored, { path, host }));
      return [];
    } catch (error) {
      if (!isBridgeError(error)) throw error;
      const isMoved = error.code === 'SECRET_HOST_CHANGED';
      return [
        { field: path, message: isMoved ? 'is needed again: its host changed' : `is needed again: ${error.code}` },
      ];
    }
  }

  /** undefined when the settings are too broken to tell; their validation then says what is wrong. */
  private hostIn(plain: PlainObject, secret: SecretSetting<S>): string | undefined {
    try {
      return hostOf(secret, plainToInstance(this.definition.settings, structuredClone(plain)));
    } catch {
      return undefined;
    }
  }
}

/** What the caller means for one secret; removes every form from the settings but a value of its own. */
function takeIntention(plain: PlainObject, path: string, stored: ConnectionEntity | null): 'keep' | 'as given' {
  const value = getSetting(plain, path);
  if (value === undefined) return hasPlaceFor(plain, path) && stored?.secrets[path] !== undefined ? 'keep' : 'as given';
  const isMarker = isPlainObject(value) && typeof value['set'] === 'boolean' && Object.keys(value).length === 1;
  if (value !== null && !isMarker) return 'as given';
  setSetting(plain, path, undefined);
  return isMarker && value['set'] === true ? 'keep' : 'as given';
}
