import { XSI } from './namespaces.js';

/** A name resolved to its namespace; '' for none. */
export interface XmlName {
  readonly namespace: string;
  readonly name: string;
}

export interface XmlAttribute extends XmlName {
  readonly value: string;
  /** Of an `xsi:type`, whose value is a name. */
  readonly valueNamespace?: string;
}

/** An element whatever prefixes it was written with, its children in order. */
export interface XmlElement extends XmlName {
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly (XmlElement | string)[];
}

export function elementsOf(parent: XmlElement | undefined, name?: string): XmlElement[] {
  if (parent === undefined) return [];
  return parent.children.filter((child): child is XmlElement => {
    return typeof child !== 'string' && (name === undefined || child.name === name);
  });
}

/** Follows local names; undefined as soon as one is missing or nil. */
export function elementAt(start: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  const present = start === undefined || isNil(start) ? undefined : start;
  const [name, ...rest] = path;
  if (present === undefined || name === undefined) return present;
  return elementAt(elementsOf(present, name)[0], ...rest);
}

/** Text of an element or of what a path of local names leads to; undefined when missing or nil. */
export function textAt(start: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  const element = elementAt(start, ...path);
  return element?.children.filter((child) => typeof child === 'string').join('');
}

/** As `textAt`, without blanks around, which GP's fixed-width columns leave; undefined when nothing is left. */
export function trimmedAt(start: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  const text = textAt(start, ...path)?.trim();
  return text === '' ? undefined : text;
}

/** All text within, in order. */
export function textWithin(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textWithin(child))).join(' ');
}

/** Depth first. */
export function findWithin(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of elementsOf(element)) {
    const found = child.name === name ? child : findWithin(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isNil({ attributes }: XmlElement): boolean {
  const nil = attributes.find(({ namespace, name }) => namespace === XSI && name === 'nil');
  return nil?.value.trim() === 'true' || nil?.value.trim() === '1';
}
