import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element with its namespaces resolved. */
export interface XmlElement {
  namespace: string;
  name: string;
  attributes: readonly XmlAttribute[];
  children: readonly XmlElement[];
  /** Own text with references resolved; white space is kept. */
  text: string;
  /** Namespace of a prefix at this place, for QNames in values. */
  namespaceOf(prefix: string): string | undefined;
}

export interface XmlAttribute {
  namespace: string;
  name: string;
  value: string;
}

/** The text is no XML that a .NET reader would take. */
export class XmlError extends Error {}

type Node = Record<string, unknown>;
type Scope = ReadonlyMap<string, string>;

const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
});
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ROOT_SCOPE: Scope = new Map([
  ['', ''],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);

/**
 * Parses a document; there are no entities but the predefined ones.
 * @throws XmlError
 */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw new XmlError('For security reasons DTD is prohibited in this XML document.');
  assertCharacters(text);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new XmlError(`${valid.err.msg} Line ${valid.err.line}, position ${valid.err.col}.`);
  const roots = (PARSER.parse(text) as Node[]).filter((node) => tagOf(node) !== '#text');
  if (roots.length !== 1) throw new XmlError('Root element is missing.');
  return elementOf(roots[0] as Node, ROOT_SCOPE);
}

function elementOf(node: Node, outer: Scope): XmlElement {
  const given = Object.entries((node[':@'] ?? {}) as Record<string, string>);
  const scope = scopeOf(given, outer);
  const content = node[tagOf(node)] as Node[];
  const [namespace, name] = resolve(tagOf(node), scope, scope.get('') ?? '');
  return {
    namespace,
    name,
    attributes: given.filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:')).map(attributeIn(scope)),
    children: content.filter((child) => !tagOf(child).startsWith('#')).map((child) => elementOf(child, scope)),
    text: content.map(textOf).join(''),
    namespaceOf: (prefix) => scope.get(prefix),
  };
}

function attributeIn(scope: Scope): (given: [string, string]) => XmlAttribute {
  return ([key, value]) => {
    const [namespace, name] = resolve(key, scope, '');
    return { namespace, name, value: unescape(value) };
  };
}

function scopeOf(given: readonly [string, string][], outer: Scope): Scope {
  const own = given.flatMap(([key, value]): [string, string][] => {
    if (key === 'xmlns') return [['', unescape(value)]];
    return key.startsWith('xmlns:') ? [[key.slice('xmlns:'.length), unescape(value)]] : [];
  });
  return own.length === 0 ? outer : new Map([...outer, ...own]);
}

function resolve(qualified: string, scope: Scope, none: string): [string, string] {
  const colon = qualified.indexOf(':');
  if (colon < 0) return [none, qualified];
  const prefix = qualified.slice(0, colon);
  const namespace = scope.get(prefix);
  if (namespace === undefined) throw new XmlError(`'${prefix}' is an undeclared prefix.`);
  return [namespace, qualified.slice(colon + 1)];
}

function tagOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ':@') as string;
}

function textOf(node: Node): string {
  if ('#text' in node) return unescape(String(node['#text']));
  return '#cdata' in node ? (node['#cdata'] as Node[]).map((part) => String(part['#text'])).join('') : '';
}

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  const plain = text.replace(/&([^;&]*)(;?)/g, (whole, reference: string, end: string) => {
    const character = end === ';' ? characterOf(reference) : undefined;
    if (character === undefined) throw new XmlError(`Reference to undeclared entity '${reference || whole}'.`);
    return character;
  });
  assertCharacters(plain);
  return plain;
}

function characterOf(reference: string): string | undefined {
  const numeric = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(reference);
  if (numeric === null) return Object.hasOwn(NAMED, reference) ? NAMED[reference] : undefined;
  const code = numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16);
  return code <= 0x10_ffff ? String.fromCodePoint(code) : undefined;
}

function assertCharacters(text: string): void {
  const found = NOT_XML.exec(text);
  if (found === null) return;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
  throw new XmlError(`hexadecimal value 0x${code}, is an invalid character.`);
}
