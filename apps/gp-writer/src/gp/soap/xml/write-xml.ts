import { PREFIXES } from './namespaces.js';
import type { XmlAttribute, XmlElement } from './xml-element.js';
import { escapeAttribute, escapeText } from './xml-text.js';

const DECLARED = [...PREFIXES].map(([namespace, prefix]) => ` xmlns:${prefix}="${namespace}"`).join('');

/** The document with our prefixes declared on its root, the others where they are used; no blank is added anywhere. */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="utf-8"?>${written(root, DECLARED)}`;
}

function written(element: XmlElement, declarations = ''): string {
  const { namespace, name, attributes, children } = element;
  const prefix = PREFIXES.get(namespace);
  const tag = prefix === undefined ? name : `${prefix}:${name}`;
  const own = prefix === undefined ? ` xmlns="${escapeAttribute(namespace)}"` : '';
  const head = `${tag}${declarations}${own}${attributes.map(writtenAttribute).join('')}`;
  const content = children.map((child) => (typeof child === 'string' ? escapeText(child) : written(child))).join('');
  return content === '' ? `<${head}/>` : `<${head}>${content}</${tag}>`;
}

function writtenAttribute({ namespace, name, value, valueNamespace }: XmlAttribute, index: number): string {
  const own = namespace === '' ? { name, declared: '' } : prefixed(namespace, name, `a${index}`);
  if (valueNamespace === undefined) return `${own.declared} ${own.name}="${escapeAttribute(value)}"`;
  const type = prefixed(valueNamespace, value, `t${index}`);
  return `${own.declared}${type.declared} ${own.name}="${escapeAttribute(type.name)}"`;
}

function prefixed(namespace: string, name: string, spare: string): { name: string; declared: string } {
  const prefix = namespace === XML ? 'xml' : PREFIXES.get(namespace);
  if (prefix !== undefined) return { name: `${prefix}:${name}`, declared: '' };
  if (namespace === '') return { name, declared: '' };
  return { name: `${spare}:${name}`, declared: ` xmlns:${spare}="${escapeAttribute(namespace)}"` };
}

/** Of `xml:space` and its like; always declared. */
const XML = 'http://www.w3.org/XML/1998/namespace';
