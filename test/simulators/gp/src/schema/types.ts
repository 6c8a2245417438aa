import { CUSTOMER_TYPES } from './customer-types.js';
import { DOCUMENT_TYPES } from './document-types.js';
import { KEY_TYPES } from './key-types.js';
import { LIST_TYPES } from './list-types.js';
import { NS } from './namespaces.js';
import { isScalar, type ScalarName } from './scalars.js';
import { SERVICE_TYPES } from './service-types.js';
import type { ComplexDeclaration, EnumDeclaration, TypeTable } from './type-declaration.js';

/** One element of a sequence, inherited ones included. */
export interface Member {
  name: string;
  namespace: string;
  type: string;
  required: boolean;
  nillable: boolean;
  repeats: boolean;
}

export type TypeInfo =
  | {
      kind: 'complex';
      name: string;
      namespace: string;
      abstract: boolean;
      members: readonly Member[];
      chain: readonly string[];
    }
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'scalar'; scalar: ScalarName };

type ComplexInfo = Extract<TypeInfo, { kind: 'complex' }>;

const TABLE: TypeTable = { ...KEY_TYPES, ...DOCUMENT_TYPES, ...CUSTOMER_TYPES, ...LIST_TYPES, ...SERVICE_TYPES };
const KNOWN = new Map<string, TypeInfo>();

/** @throws Error for a name no table declares: a mistake of this simulator, not of a caller */
export function typeInfo(name: string): TypeInfo {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const info = read(name);
  KNOWN.set(name, info);
  return info;
}

/** Whether the table has such a type in that namespace, for xsi:type. */
export function declaredType(namespace: string, name: string): ComplexInfo | undefined {
  if (!Object.hasOwn(TABLE, name)) return undefined;
  const info = typeInfo(name);
  return info.kind === 'complex' && info.namespace === namespace ? info : undefined;
}

/** Members written in the notation of the tables. */
export function readMembers(members: string, namespace: string): Member[] {
  return members
    .split(' ')
    .filter((text) => text !== '')
    .map((text) => {
      const [, name = '', mark, type = 'string'] = /^(\w+)([?~*]?)(?::(\w+))?$/.exec(text) ?? [];
      if (name === '') throw new Error(`a member is written wrongly: ${text}`);
      return {
        name,
        namespace,
        type,
        required: mark === '' || mark === '~',
        nillable: mark === '~' || mark === '*',
        repeats: mark === '*',
      };
    });
}

function read(name: string): TypeInfo {
  if (isScalar(name)) return { kind: 'scalar', scalar: name };
  const declaration = TABLE[name];
  if (declaration === undefined) throw new Error(`no type is named ${name}`);
  if (isEnum(declaration)) return { kind: 'enum', values: declaration.values };
  const namespace = NS[declaration.namespace ?? 'gp'];
  const base = declaration.base === undefined ? undefined : (typeInfo(declaration.base) as ComplexInfo);
  return {
    kind: 'complex',
    name,
    namespace,
    abstract: declaration.abstract === true,
    members: [...(base?.members ?? []), ...readMembers(declaration.members ?? '', namespace)],
    chain: [...(base?.chain ?? []), name],
  };
}

function isEnum(declaration: ComplexDeclaration | EnumDeclaration): declaration is EnumDeclaration {
  return 'values' in declaration;
}
