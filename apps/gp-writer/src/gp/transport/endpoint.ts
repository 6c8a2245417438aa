const SERVICE_FILE = '/DynamicsGPService.asmx';

/**
 * Where calls are posted: the address, with the service's file at its end when it names none.
 * @see https://learn.microsoft.com/previous-versions/dynamicsgp/developer/cc508698(v=msdn.10)
 */
export function endpointUrl(endpoint: string): URL {
  const url = new URL(endpoint);
  if (!/\.asmx$/i.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/+$/, '')}${SERVICE_FILE}`;
  return url;
}

/**
 * `host[:port]` the password is sent to; undefined while the address is not one. Plain HTTP always shows its port: a
 * password given for `https://` must not follow to `http://` of the same name.
 */
export function endpointHost(endpoint: string): string | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const { protocol, host, port } = new URL(endpoint);
  return protocol === 'http:' && port === '' ? `${host}:80` : host;
}
