/** What XML 1.0 has no room for, not even escaped; GP cannot read back a record that holds such a character. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  // a reader makes a line feed of a bare one
  '\r': '&#13;',
};

/** The text without what XML cannot carry: control characters, non-characters, halves of surrogate pairs. */
export function xmlText(text: string): string {
  return text.replaceAll(FORBIDDEN, '');
}

export function escapeText(text: string): string {
  return xmlText(text).replaceAll(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

export function escapeAttribute(text: string): string {
  return xmlText(text).replaceAll(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

/** The five predefined entities and character references; there are no others without a DTD, and none is read. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/g, (_all, hex, decimal, name) => {
    if (name !== undefined) return PREDEFINED[String(name)] ?? '';
    return characterOf(hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16));
  });
}

function characterOf(codePoint: number): string {
  return codePoint > 0x10_ff_ff ? '' : xmlText(String.fromCodePoint(codePoint));
}
