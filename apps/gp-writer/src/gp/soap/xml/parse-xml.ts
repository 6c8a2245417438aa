import { XMLParser } from 'fast-xml-parser';
import { XSI } from './namespaces.js';
import type { XmlAttribute, XmlElement } from './xml-element.js';
import { decodeEntities } from './xml-text.js';

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';
/** No DTD means no entities of anybody's own making; texts are left as they are written and decoded here. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** A node as fast-xml-parser gives it: one member named after the tag, its value the children or the text. */
type Node = Readonly<Record<string, unknown>>;
type Scope = ReadonlyMap<string, string>;

/** @throws Error for what is not well-formed, has a DTD, more than 100 levels, or names without a namespace declared */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE/iu.test(text)) throw new Error('a document type is not read');
  const roots = (parser.parse(text, true) as Node[]).filter((node) => nameOf(node) !== TEXT);
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new Error('not one root element');
  return toElement(root, new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]));
}

function toElement(node: Node, outer: Scope): XmlElement {
  const tag = nameOf(node);
  const written = Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>).map(
    ([name, value]) => [name, decodeEntities(value)] as const,
  );
  const declared = written.flatMap(([name, value]) => declaration(name, value));
  const scope = declared.length === 0 ? outer : new Map([...outer, ...declared]);
  const attributes = written.flatMap(([name, value]) => (isDeclaration(name) ? [] : toAttribute(name, value, scope)));
  const children = (node[tag] as Node[]).flatMap((child) => toChild(child, scope));
  return { ...resolve(tag, scope), attributes, children };
}

function toChild(node: Node, scope: Scope): (XmlElement | string)[] {
  const tag = nameOf(node);
  if (tag === TEXT) return [decodeEntities(String(node[TEXT]))];
  if (tag !== CDATA) return [toElement(node, scope)];
  return (node[CDATA] as Node[]).map((part) => String(part[TEXT]));
}

function toAttribute(written: string, value: string, scope: Scope): XmlAttribute {
  const { namespace, name } = written.includes(':') ? resolve(written, scope) : { namespace: '', name: written };
  if (namespace !== XSI || name !== 'type') return { namespace, name, value };
  const type = resolve(value.trim(), scope);
  return { namespace, name, value: type.name, valueNamespace: type.namespace };
}

function resolve(written: string, scope: Scope): { namespace: string; name: string } {
  const colon = written.indexOf(':');
  const prefix = colon < 0 ? '' : written.slice(0, colon);
  const namespace = scope.get(prefix) ?? (prefix === '' ? '' : undefined);
  if (namespace === undefined) throw new Error('a prefix is not declared');
  return { namespace, name: written.slice(colon + 1) };
}

function declaration(name: string, value: string): [string, string][] {
  if (name === 'xmlns') return [['', value]];
  return name.startsWith('xmlns:') ? [[name.slice('xmlns:'.length), value]] : [];
}

function isDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

function nameOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
}
