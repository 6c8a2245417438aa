import { flattenValidation, type FieldProblem } from '@ledgerbridge/service';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ConnectionDefinition } from '../connection.js';
import { refusedHost } from '../hosts/allowed-address.js';
import type { PlainObject } from './setting-path.js';

export type CheckedSettings<S> =
  { readonly ok: true; readonly settings: S } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/**
 * Plain settings, secrets included, as an instance of the definition's class with its defaults; or everything wrong
 * with them. A setting at the top without a value (`accepts:` in YAML is null) is an absent one.
 */
export function checkSettings<S extends object>(
  definition: ConnectionDefinition<S>,
  plain: PlainObject,
): CheckedSettings<S> {
  const settings = plainToInstance(definition.settings, structuredClone(withoutEmpty(plain)));
  const broken = validateSync(settings, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (broken.length > 0) return { ok: false, problems: flattenValidation(broken) };
  const refusals = [...hostProblems(definition, settings), ...refusal(definition, settings)];
  return refusals.length > 0 ? { ok: false, problems: refusals } : { ok: true, settings };
}

/** Only at the top: further down null may stand in a map of values, where it is a mistake to be named. */
function withoutEmpty(plain: PlainObject): PlainObject {
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== null));
}

/** The host a secret is bound to, in one spelling; `''` when the secret is sent nowhere. */
export function hostOf<S extends object>(secret: ConnectionDefinition<S>['secrets'][number], settings: S): string {
  return secret.host(settings)?.toLowerCase() ?? '';
}

function hostProblems<S extends object>(definition: ConnectionDefinition<S>, settings: S): FieldProblem[] {
  return definition.secrets.flatMap((secret) => {
    const refused = refusedHost(hostOf(secret, settings));
    return refused === undefined ? [] : [{ field: secret.path, message: refused }];
  });
}

function refusal<S extends object>(definition: ConnectionDefinition<S>, settings: S): FieldProblem[] {
  const message = definition.refuse?.(settings);
  return message === undefined ? [] : [{ field: '', message }];
}
