import type { TypeNamespace } from './namespaces.js';

/**
 * A type as the tables of this folder write it. Members are one text, in the order of the sequence:
 * `Name:Type` is required, `Name?:Type` may be left out, `Name~:Type` is required but may be nil, `Name*:Type` repeats
 * (each may be nil). Without `:Type` it is a string.
 */
export interface ComplexDeclaration {
  base?: string;
  abstract?: true;
  namespace?: TypeNamespace;
  members?: string;
}

export interface EnumDeclaration {
  values: readonly string[];
}

export type TypeTable = Readonly<Record<string, ComplexDeclaration | EnumDeclaration>>;
