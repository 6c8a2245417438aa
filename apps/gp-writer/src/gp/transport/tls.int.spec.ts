import { createHash, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseAvPairs } from '../ntlm/av-pairs.js';
import { SPEC_CERTIFICATE } from './certificate.fixture.spec.js';
import { HttpSoapTransport } from './http-soap.transport.js';
import { NtlmServer } from './ntlm-server.fixture.spec.js';

describe('transport over TLS', () => {
  let server: NtlmServer;
  let transport: HttpSoapTransport;

  beforeEach(async () => (server = await NtlmServer.start(SPEC_CERTIFICATE)));
  afterEach(async () => {
    await transport.close();
    await server.close();
  });

  function transportWith(tls: { ca?: string }, scheme = 'https'): HttpSoapTransport {
    const timeouts = { requestSeconds: 5, settleSeconds: 0 };
    const endpoint = `${scheme}://127.0.0.1:${server.port}/DynamicsGPWebServices/DynamicsGPService.asmx`;
    return new HttpSoapTransport({ endpoint, auth: 'ntlm', ...server.credentials, tls, timeouts });
  }
  const post = () => transport.post({ operation: 'GetCompanyList', envelope: '<e/>' }, new AbortController().signal);

  it('given the authority of the certificate, then the call is made and bound to the connection', async () => {
    transport = transportWith({ ca: SPEC_CERTIFICATE.cert });
    expect(await post()).toMatchObject({ status: 200 });
    const { authorization = '' } = server.seen[1]?.headers ?? {};
    const message = Buffer.from(authorization.slice('NTLM '.length), 'base64');
    const start = message.readUInt32LE(24);
    const pairs = parseAvPairs(message.subarray(start + 44, start + message.readUInt16LE(20) - 4));
    const hash = createHash('sha384').update(new X509Certificate(SPEC_CERTIFICATE.cert).raw).digest();
    const data = Buffer.concat([Buffer.from('tls-server-end-point:'), hash]);
    const bindings = Buffer.concat([Buffer.alloc(16), Buffer.from([data.length, 0, 0, 0]), data]);
    expect(pairs.find(({ id }) => id === 10)?.value).toEqual(createHash('md5').update(bindings).digest());
  });

  it('given a certificate that nobody vouches for, then nothing is sent', async () => {
    transport = transportWith({});
    await expect(post()).rejects.toMatchObject({ code: 'GP_UNREACHABLE' });
    expect(server.seen).toEqual([]);
  });

  it('given plain HTTP to it, then nothing was carried out', async () => {
    transport = transportWith({}, 'http');
    await expect(post()).rejects.toMatchObject({ code: 'GP_UNREACHABLE' });
    expect(server.seen).toEqual([]);
  });
});
