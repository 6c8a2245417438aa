/** As it is, and as a Basic header, a form body, base64 of a longer text, a URL and hex would hold it. */
export function waysToLeak(secret: string): string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [
    `before ${secret} after`,
    ...['', 'u', 'us', 'usr'].map((user) => `Basic ${base64(`${user}:${secret}:`)}`),
    `a=b&${new URLSearchParams({ password: secret }).toString()}&c=d`,
    base64(JSON.stringify({ password: secret, more: true })),
    base64(new URLSearchParams({ password: secret }).toString()),
    `postgres://u:${encodeURIComponent(secret)}@host/db`,
    Buffer.from(`x${secret}`).toString('hex'),
  ];
}
