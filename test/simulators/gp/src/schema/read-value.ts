import type { XmlElement } from '../xml/parse-xml.js';
import { NS } from './namespaces.js';
import { readScalar } from './scalars.js';
import { declaredType, typeInfo, type Member, type TypeInfo } from './types.js';
import type { Value, ValueObject } from './value.js';

export interface SchemaSwitches {
  /** Elements out of their order are refused, or left out of the object without a word (as XmlSerializer does). */
  orderEnforced: 'reject' | 'drop-silently';
  /** Members that are nillable but required must be there. */
  nilRequired: boolean;
}

/** How a request departs from the schema; `path` is dotted, without the values. */
export class SchemaViolation extends Error {
  constructor(
    readonly reason: string,
    readonly path: string,
  ) {
    super(`${reason}: ${path}`);
  }
}

type ComplexInfo = Extract<TypeInfo, { kind: 'complex' }>;

/** Reads elements by the types they are declared to have; the first departure from the schema ends it. */
export class ValueReader {
  /** What was left out silently, when the switch says so. */
  readonly dropped: SchemaViolation[] = [];

  constructor(private readonly switches: SchemaSwitches) {}

  /** @throws SchemaViolation */
  read(element: XmlElement, type: string, path: string): Value {
    const info = typeInfo(type);
    checkAttributes(element, path);
    if (info.kind === 'complex') return this.readComplex(element, info, path);
    if (element.children.length > 0) throw new SchemaViolation('elements in a simple value', path);
    if (info.kind === 'enum') {
      if (!info.values.includes(element.text)) throw new SchemaViolation('no such enum literal', path);
      return element.text;
    }
    const value = readScalar(info.scalar, element.text);
    if (value === undefined) throw new SchemaViolation(`no ${info.scalar}`, path);
    return value;
  }

  /** @throws SchemaViolation */
  readMembers(element: XmlElement, members: readonly Member[], path: string): ValueObject {
    if (element.text.trim() !== '') throw new SchemaViolation('text between elements', path);
    const object: ValueObject = {};
    let position = 0;
    for (const child of element.children) {
      const at = `${path}.${child.name}`;
      const found = this.place(child, members, position, object, at);
      if (found === undefined) continue;
      this.checkSkipped(members.slice(position, found), object, path);
      position = found;
      this.take(child, members[found] as Member, object, at);
    }
    this.checkSkipped(members.slice(position), object, path);
    return object;
  }

  /** Index of the member an element is, or undefined when it is to be dropped. */
  private place(
    child: XmlElement,
    members: readonly Member[],
    position: number,
    object: ValueObject,
    at: string,
  ): number | undefined {
    const found = members.findIndex((member) => member.name === child.name);
    const member = members[found];
    if (member === undefined) throw new SchemaViolation('unknown element', at);
    if (member.namespace !== child.namespace) throw new SchemaViolation('wrong namespace', at);
    const repeated = Object.hasOwn(object, member.name) && !member.repeats;
    if (found >= position && !repeated) return found;
    const violation = new SchemaViolation(repeated ? 'element twice' : 'wrong order', at);
    if (repeated || this.switches.orderEnforced === 'reject') throw violation;
    this.dropped.push(violation);
    return undefined;
  }

  private take(child: XmlElement, member: Member, object: ValueObject, at: string): void {
    const value = this.readMember(child, member, at);
    if (!member.repeats) object[member.name] = value;
    else object[member.name] = [...((object[member.name] as Value[] | undefined) ?? []), value];
  }

  private readMember(child: XmlElement, member: Member, at: string): Value {
    const nil = attribute(child, 'nil')?.trim();
    if (nil === undefined || nil === 'false' || nil === '0') return this.read(child, member.type, at);
    if (nil !== 'true' && nil !== '1') throw new SchemaViolation('no boolean', `${at}@nil`);
    checkAttributes(child, at);
    if (!member.nillable) throw new SchemaViolation('nil where it is not allowed', at);
    if (child.children.length > 0 || child.text !== '') throw new SchemaViolation('nil with content', at);
    return null;
  }

  private checkSkipped(members: readonly Member[], object: ValueObject, path: string): void {
    const missing = members.find((member) => {
      if (!member.required || Object.hasOwn(object, member.name)) return false;
      return !member.nillable || this.switches.nilRequired;
    });
    if (missing === undefined) return;
    throw new SchemaViolation('missing element', `${path}.${missing.name}`);
  }

  private readComplex(element: XmlElement, declared: ComplexInfo, path: string): Value {
    const actual = actualType(element, declared, path);
    if (actual.abstract) throw new SchemaViolation('xsi:type is missing for an abstract type', path);
    if (actual.name === 'Extension') return {};
    const object = this.readMembers(element, actual.members, path);
    return actual === declared ? object : { $type: actual.name, ...object };
  }
}

function actualType(element: XmlElement, declared: ComplexInfo, path: string): ComplexInfo {
  const given = attribute(element, 'type')?.trim();
  if (given === undefined) return declared;
  const [prefix, name] = given.includes(':') ? (given.split(':', 2) as [string, string]) : ['', given];
  const named = declaredType(element.namespaceOf(prefix) ?? '', name);
  if (named === undefined) throw new SchemaViolation('xsi:type names no type', path);
  if (!named.chain.includes(declared.name)) throw new SchemaViolation('xsi:type is not derived from the type', path);
  return named;
}

function attribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((one) => one.namespace === NS.xsi && one.name === name)?.value;
}

/** Those of xsi, and what an extension carries. */
function checkAttributes(element: XmlElement, path: string): void {
  const unknown = element.attributes.find((one) => one.namespace !== NS.xsi && one.name !== 'ExtensionId');
  if (unknown !== undefined) throw new SchemaViolation('unknown attribute', `${path}@${unknown.name}`);
}
