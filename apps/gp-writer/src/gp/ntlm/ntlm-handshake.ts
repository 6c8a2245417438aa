import { randomBytes } from 'node:crypto';
import { authenticateMessage, type NtlmBinding } from './authenticate-message.js';
import { parseChallengeMessage } from './challenge-message.js';
import { negotiateMessage } from './negotiate-message.js';
import type { NtlmCredentials } from './ntlm-v2.js';

const UNIX_EPOCH_MS = 11_644_473_600_000n; // since 1601
const TICKS_PER_MS = 10_000n;

/** The three messages by which one connection is authenticated, as base64 tokens. */
export class NtlmHandshake {
  private readonly negotiate = negotiateMessage();

  constructor(private readonly credentials: NtlmCredentials) {}

  get firstToken(): string {
    return this.negotiate.toString('base64');
  }

  /** @throws NtlmError when the server's challenge cannot be answered */
  answer(challengeToken: string, binding: NtlmBinding): string {
    const challenge = parseChallengeMessage(challengeToken);
    const message = authenticateMessage({
      credentials: this.credentials,
      negotiate: this.negotiate,
      challenge,
      clientChallenge: randomBytes(8),
      now: fileTime(Date.now()),
      binding,
    });
    return message.toString('base64');
  }
}

function fileTime(unixMs: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(unixMs) + UNIX_EPOCH_MS) * TICKS_PER_MS);
  return bytes;
}
