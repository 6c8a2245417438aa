import { escapeXml } from '../xml/escape-xml.js';
import { NS } from './namespaces.js';
import { typeInfo, type Member } from './types.js';
import { isObject, type Value, type ValueObject } from './value.js';

/** What GP answers for a required value it does not have. */
const EMPTY: Readonly<Record<string, string>> = {
  dateTime: '1900-01-01T00:00:00',
  int: '0',
  decimal: '0',
  boolean: 'false',
  guid: '00000000-0000-0000-0000-000000000000',
};

/** Prefixes that an answer's envelope declares. */
const PREFIXES: Readonly<Record<string, string>> = { [NS.gp]: '', [NS.dynamics]: 'd:', [NS.security]: 'sec:' };

/** Writes an element by its declared type: members in order, required nillable ones without value as nil. */
export function writeElement(name: string, namespace: string, type: string, value: Value): string {
  const tag = `${PREFIXES[namespace]}${name}`;
  if (value === null) return `<${tag} xsi:nil="true"/>`;
  const actual = isObject(value) && typeof value.$type === 'string' ? value.$type : type;
  const info = typeInfo(actual);
  if (info.kind !== 'complex') return `<${tag}>${escapeXml(value as string)}</${tag}>`;
  const object = value as ValueObject;
  const attribute = actual === type ? '' : ` xsi:type="${prefixOfType(info.namespace)}:${actual}"`;
  return `<${tag}${attribute}>${info.members.map((member) => writeMember(member, object[member.name])).join('')}</${tag}>`;
}

function writeMember(member: Member, value: Value | undefined): string {
  const one = (single: Value): string => writeElement(member.name, member.namespace, member.type, single);
  if (member.repeats) return ((value ?? []) as Value[]).map(one).join('');
  if (value !== undefined && value !== null) return one(value);
  if (!member.required) return '';
  return member.nillable ? one(null) : one(emptyOf(member.type));
}

function emptyOf(type: string): string {
  const info = typeInfo(type);
  return info.kind === 'enum' ? (info.values[0] ?? '') : (EMPTY[type] ?? '');
}

function prefixOfType(namespace: string): string {
  return namespace === NS.gp ? 'gp' : (PREFIXES[namespace] as string).slice(0, -1);
}
