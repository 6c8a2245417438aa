/** A secret made up for one run, so that wherever it turns up it has leaked. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** A place that must not hold a secret, with all it holds. Bytes as Latin-1. */
export interface Haystack {
  readonly where: string;
  readonly text: string;
}

/** Every way a secret may be written: as it is, escaped, percent-encoded, in hex, or anywhere inside base64 text. */
function formsOf(secret: string): string[] {
  const plain = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
  ];
  const forms = plain.flatMap((text) => [text, Buffer.from(text).toString('hex'), ...insideBase64(text)]);
  return [...new Set(forms)];
}

/**
 * What base64 of any text that contains this one has in common, for each of the three places at which it may begin, in
 * both alphabets. So `Basic base64(user:secret)` is found whoever the user is.
 */
function insideBase64(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const foreign = Math.ceil((offset * 8) / 6);
    const own = encoded.slice(foreign, Math.floor(((offset + bytes.length) * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** `<canary> in <place>` for each canary found, in whatever form. */
export function findCanaries(canaries: readonly Canary[], haystacks: readonly Haystack[]): string[] {
  return canaries.flatMap(({ name, value }) => {
    const forms = formsOf(value);
    return haystacks
      .filter(({ text }) => forms.some((form) => text.includes(form)))
      .map(({ where }) => `${name} in ${where}`);
  });
}
