import type { ClassConstructor } from 'class-transformer';

export const SYSTEMS = ['syspro', 'chargebee', 'gp'] as const;
export type System = (typeof SYSTEMS)[number];

/** A setting that is a secret. `path` is dotted (`odata.password`); `host` is the endpoint it is sent to, undefined when it is sent nowhere. */
export interface SecretSetting<S extends object> {
  readonly path: string;
  readonly host: (settings: S) => string | undefined;
}

/** What a service knows of its own system's connections. */
export interface ConnectionDefinition<S extends object> {
  readonly system: System;
  /** class-validator class of all settings but `id` and `system`; nested classes with `@Type` and `@ValidateNested`. */
  readonly settings: ClassConstructor<S>;
  readonly secrets: readonly SecretSetting<S>[];
  /**
   * Dotted paths of settings without a default that say which account it is: the links of a connection would be wrong
   * for any other value.
   */
  readonly immutable?: readonly string[];
  /** Why valid settings cannot be served by this build; undefined when they can. Never repeats a value that may be secret. */
  refuse?(settings: S): string | undefined;
}

/** One configured account of an outside system, secrets opened. Frozen: a change arrives as a new object. */
export interface Connection<S extends object> {
  readonly id: string;
  readonly settings: S;
  /** Grows with every change, also across deletion and re-creation. */
  readonly version: number;
  readonly source: 'file' | 'api';
}

const CONNECTION_ID = /^[a-z0-9-]{1,40}$/;

export function isConnectionId(value: unknown): value is string {
  return typeof value === 'string' && CONNECTION_ID.test(value);
}
