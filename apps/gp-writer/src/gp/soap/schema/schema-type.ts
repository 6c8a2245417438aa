import { GP, XSI } from '../xml/namespaces.js';
import type { XmlAttribute, XmlElement } from '../xml/xml-element.js';

/** A complex type of the service's schema: its members in the order of the schema, inherited ones first. */
export interface StructType {
  readonly name: string;
  readonly namespace: string;
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  /** Of the type that declares the member. */
  readonly namespace: string;
  readonly content: StructType | 'text';
  /**
   * `nillable`: the schema demands the element, without a value it is `xsi:nil`. `required`: it may not even be nil,
   * without a value it has the `fallback`.
   */
  readonly presence: 'optional' | 'nillable' | 'required';
  readonly fallback?: string;
  readonly isList?: boolean;
  /** The declared type is abstract: `xsi:type` names the one that is meant. */
  readonly isTyped?: boolean;
}

export type MemberValue = string | StructValue | readonly StructValue[];
export interface StructValue {
  readonly [member: string]: MemberValue | undefined;
}

export interface BuildOptions {
  /** Leave out what has no value instead of sending it as nil. */
  readonly omitNil: boolean;
}

const NIL: XmlAttribute = { namespace: XSI, name: 'nil', value: 'true' };

export function struct(name: string, members: readonly (Member | readonly Member[])[], namespace = GP): StructType {
  return { name, namespace, members: members.flat() };
}

export function optional(name: string, content: StructType | 'text' = 'text'): Member {
  return { name, namespace: GP, content, presence: 'optional' };
}

export function nillable(name: string): Member {
  return { name, namespace: GP, content: 'text', presence: 'nillable' };
}

export function required(name: string, fallback?: string): Member {
  return { name, namespace: GP, content: 'text', presence: 'required', fallback };
}

/** An `ArrayOf…` type. */
export function listOf(item: StructType): StructType {
  const member: Member = { name: item.name, namespace: GP, content: item, presence: 'optional', isList: true };
  return struct(`ArrayOf${item.name}`, [member]);
}

/** @throws Error for a member the type does not have, or a required one without value: a mistake in this program */
export function build(
  name: string,
  type: StructType,
  value: StructValue,
  options: BuildOptions,
  namespace = GP,
): XmlElement {
  const known = new Set(type.members.map((member) => member.name));
  const stranger = Object.keys(value).find((member) => !known.has(member));
  if (stranger !== undefined) throw new Error(`${type.name} has no member ${stranger}`);
  const children = type.members.flatMap((member) => buildMember(type, member, value[member.name], options));
  return { namespace, name, attributes: [], children };
}

function buildMember(
  owner: StructType,
  member: Member,
  value: MemberValue | undefined,
  options: BuildOptions,
): readonly XmlElement[] {
  const { name, namespace, content, presence, fallback, isList = false, isTyped = false } = member;
  if (value === undefined && fallback === undefined) {
    if (presence === 'required') throw new Error(`${owner.name}.${name} has no value`);
    const isNil = presence === 'nillable' && !options.omitNil;
    return isNil ? [{ namespace, name, attributes: [NIL], children: [] }] : [];
  }
  if (content === 'text') {
    const text = textOf(owner, member, value ?? fallback);
    return [{ namespace, name, attributes: [], children: text === '' ? [] : [text] }];
  }
  const items = isList ? (value as readonly StructValue[]) : [value as StructValue];
  return items.map((item) => {
    const element = build(name, content, item, options, namespace);
    return isTyped ? { ...element, attributes: [typeAttribute(content)] } : element;
  });
}

function textOf(owner: StructType, { name }: Member, value: MemberValue | undefined): string {
  if (typeof value !== 'string') throw new Error(`${owner.name}.${name} is no text`);
  return value;
}

function typeAttribute({ name, namespace }: StructType): XmlAttribute {
  return { namespace: XSI, name: 'type', value: name, valueNamespace: namespace };
}
