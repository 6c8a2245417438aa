/** What of a response body this product reads. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** The body as text; undefined when it is longer than `maxBytes`, of which no more is kept. */
export async function readBounded(body: ByteStream, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8').decode(Buffer.concat(chunks, size));
}
