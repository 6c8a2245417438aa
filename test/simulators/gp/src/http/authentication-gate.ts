import type { Socket } from 'node:net';
import type { AccountOptions } from '../company/company-options.js';
import { messageType } from '../ntlm/ntlm-messages.js';
import { newChallenge } from '../ntlm/new-challenge.js';
import { verifyType3, type Challenge } from '../ntlm/verify-type3.js';
import type { Switches } from '../switches.js';

export type Scheme = 'ntlm' | 'basic';

type Standing = { challenge: Challenge } | { account: AccountOptions };

/** Who makes a request, or the `WWW-Authenticate` headers of its 401. */
export type Passage = { account: AccountOptions } | { challenges: string[] };

export interface AuthenticationCounts {
  /** Requests without credentials on an anonymous connection. */
  anonymous: number;
  challenges: number;
  /** NTLM handshakes that ended well. */
  handshakes: number;
  basic: number;
  /** Refused credentials by reason. */
  refused: Record<string, number>;
}

const COMPUTER = 'GPSERVER';

/** Authenticates connections (NTLM) or requests (Basic), as IIS does. */
export class AuthenticationGate {
  private standings = new WeakMap<Socket, Standing>();
  private counted = noCounts();

  constructor(
    private readonly parts: {
      accounts: readonly AccountOptions[];
      schemes: readonly Scheme[];
      switches: () => Switches;
      clock: () => number;
      /** Of the server's certificate, when there is TLS. */
      channelBindings: Buffer | undefined;
    },
  ) {}

  get counts(): AuthenticationCounts {
    return { ...this.counted, refused: { ...this.counted.refused } };
  }

  pass(socket: Socket, authorization: string | undefined, bodyLength: number): Passage {
    const [scheme = '', token = ''] = (authorization ?? '').split(' ', 2);
    if (scheme === '') return this.passSocket(socket);
    if (scheme.toLowerCase() === 'basic' && this.parts.schemes.includes('basic')) return this.passBasic(token);
    if (['ntlm', 'negotiate'].includes(scheme.toLowerCase()) && this.parts.schemes.includes('ntlm')) {
      return this.passNtlm(socket, scheme, Buffer.from(token, 'base64'), bodyLength);
    }
    return this.refuse('scheme not offered');
  }

  /** The connection is anonymous again. */
  forget(socket: Socket): void {
    this.standings.delete(socket);
  }

  /** All connections are. */
  forgetAll(): void {
    this.standings = new WeakMap();
  }

  clearCounts(): void {
    this.counted = noCounts();
  }

  private passSocket(socket: Socket): Passage {
    const standing = this.standings.get(socket);
    if (standing !== undefined && 'account' in standing) return standing;
    this.forget(socket);
    this.counted.anonymous += 1;
    return { challenges: this.offers() };
  }

  private passNtlm(socket: Socket, scheme: string, message: Buffer, bodyLength: number): Passage {
    const type = messageType(message);
    if (type === 1) return this.challenge(socket, scheme, message, bodyLength);
    const standing = this.standings.get(socket);
    this.forget(socket);
    if (type !== 3) return this.refuse('no NTLM message');
    if (standing === undefined || !('challenge' in standing)) return this.refuse('no challenge on this connection');
    const verdict = verifyType3(message, standing.challenge, this.parts.accounts);
    if ('refused' in verdict) return this.refuse(verdict.refused);
    this.standings.set(socket, { account: verdict.account });
    this.counted.handshakes += 1;
    return { account: verdict.account };
  }

  private challenge(socket: Socket, scheme: string, type1: Buffer, bodyLength: number): Passage {
    const switches = this.parts.switches();
    if (bodyLength > 0 && switches.typeOneBody === 'refuse') return this.refuse('type 1 with a body');
    const domain = this.parts.accounts[0]?.domain ?? 'WORKGROUP';
    const server = { domain, computer: COMPUTER, nowMs: this.parts.clock(), timestamp: switches.ntlmTimestamp };
    const challenge = newChallenge(type1, server);
    const { channelBindings } = this.parts;
    const bound = switches.channelBinding === 'require' && channelBindings !== undefined ? { channelBindings } : {};
    this.standings.set(socket, { challenge: { ...challenge, ...bound } });
    this.counted.challenges += 1;
    return { challenges: [`${scheme} ${challenge.type2.toString('base64')}`] };
  }

  private passBasic(token: string): Passage {
    const text = Buffer.from(token, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    const name = text.slice(0, colon).toUpperCase();
    const account = this.parts.accounts.find(
      ({ domain, user, password }) => `${domain}\\${user}`.toUpperCase() === name && password === text.slice(colon + 1),
    );
    if (account === undefined) return this.refuse('wrong password');
    this.counted.basic += 1;
    return { account };
  }

  private refuse(reason: string): Passage {
    this.counted.refused[reason] = (this.counted.refused[reason] ?? 0) + 1;
    return { challenges: this.offers() };
  }

  private offers(): string[] {
    const ntlm = this.parts.schemes.includes('ntlm') ? ['Negotiate', 'NTLM'] : [];
    return this.parts.schemes.includes('basic') ? [...ntlm, 'Basic realm="GPSERVER"'] : ntlm;
  }
}

function noCounts(): AuthenticationCounts {
  return { anonymous: 0, challenges: 0, handshakes: 0, basic: 0, refused: {} };
}
