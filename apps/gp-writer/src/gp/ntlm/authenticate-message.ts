import { AV, withAvPair, type AvPair } from './av-pairs.js';
import type { ChallengeMessage } from './challenge-message.js';
import { OFFERED_FLAGS, SIGNATURE, utf16 } from './ntlm-messages.js';
import { hmacMd5, ntowfV2, respondV2, type NtlmCredentials } from './ntlm-v2.js';

/** What ties the answer to this connection, for servers that check it ("extended protection"). */
export interface NtlmBinding {
  /** `HTTP/<host>` */
  readonly servicePrincipalName: string;
  /** MD5 of the channel bindings of the TLS connection; absent without TLS. */
  readonly channelBindings?: Buffer | undefined;
}

export interface AuthenticateInput {
  readonly credentials: NtlmCredentials;
  /** The first message as sent: the MIC covers it. */
  readonly negotiate: Buffer;
  readonly challenge: ChallengeMessage;
  /** 8 random bytes. */
  readonly clientChallenge: Buffer;
  /** 100 ns since 1601, little endian; used where the server tells none. */
  readonly now: Buffer;
  readonly binding: NtlmBinding;
}

const TYPE_AT = 8;
const FIELDS_AT = 12;
const FIELD_LENGTH = 8;
const FLAGS_AT = 60;
const MIC_AT = 72;
const LENGTH_WITHOUT_MIC = 72;
const MIC_LENGTH = 16;
const MIC_PROVIDED = 0x2;
const LM_LENGTH = 24;
const NOTHING = Buffer.alloc(0);

/**
 * The last message (type 3), NTLMv2 only. A server that tells its time wants the message's integrity proven by a MIC
 * and the LM response left empty. MS-NLMP 2.2.1.3 and 3.1.5.1.2.
 */
export function authenticateMessage(input: AuthenticateInput): Buffer {
  const { credentials, negotiate, challenge, clientChallenge, now, binding } = input;
  const timestamp = challenge.targetInfo.find(({ id }) => id === AV.timestamp)?.value;
  const hasMic = timestamp !== undefined;
  const response = respondV2(ntowfV2(credentials), {
    serverChallenge: challenge.serverChallenge,
    clientChallenge,
    time: timestamp ?? now,
    targetInfo: hasMic ? boundTargetInfo(challenge.targetInfo, binding) : challenge.targetInfo,
  });
  const message = assemble({
    fields: [
      hasMic ? Buffer.alloc(LM_LENGTH) : response.lmChallengeResponse,
      response.ntChallengeResponse,
      utf16(credentials.domain),
      utf16(credentials.username),
      NOTHING, // workstation
      NOTHING, // session key: no key exchange is offered
    ],
    flags: challenge.flags & OFFERED_FLAGS,
    headLength: LENGTH_WITHOUT_MIC + (hasMic ? MIC_LENGTH : 0),
  });
  if (hasMic) hmacMd5(response.sessionBaseKey, negotiate, challenge.bytes, message).copy(message, MIC_AT);
  return message;
}

function boundTargetInfo(pairs: readonly AvPair[], { servicePrincipalName, channelBindings }: NtlmBinding): AvPair[] {
  const told = pairs.find(({ id }) => id === AV.flags)?.value;
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(((told?.length === 4 ? told.readUInt32LE() : 0) | MIC_PROVIDED) >>> 0);
  const added = [
    { id: AV.flags, value: flags },
    ...(channelBindings === undefined ? [] : [{ id: AV.channelBindings, value: channelBindings }]),
    { id: AV.targetName, value: utf16(servicePrincipalName) },
  ];
  return added.reduce(withAvPair, [...pairs]);
}

interface Parts {
  /** LM response, NT response, domain, user, workstation, session key. */
  readonly fields: readonly Buffer[];
  readonly flags: number;
  readonly headLength: number;
}

function assemble({ fields, flags, headLength }: Parts): Buffer {
  const head = Buffer.alloc(headLength);
  SIGNATURE.copy(head);
  head.writeUInt32LE(3, TYPE_AT);
  let at = headLength;
  for (const [index, field] of fields.entries()) {
    const place = FIELDS_AT + index * FIELD_LENGTH;
    head.writeUInt16LE(field.length, place);
    head.writeUInt16LE(field.length, place + 2);
    head.writeUInt32LE(at, place + 4);
    at += field.length;
  }
  head.writeUInt32LE(flags >>> 0, FLAGS_AT);
  return Buffer.concat([head, ...fields]);
}
