import { BridgeError } from '@ledgerbridge/contracts';

export type NtlmErrorCode =
  /** Not a challenge as MS-NLMP has it: another protocol, cut off, lengths that point outside. */
  | 'NTLM_MALFORMED'
  /** A challenge that asks for what is older than NTLMv2 with Unicode. */
  | 'NTLM_UNSUPPORTED';

/** A challenge that cannot be answered. Holds nothing of what the server sent. */
export class NtlmError extends BridgeError<NtlmErrorCode> {
  constructor(code: NtlmErrorCode, message: string) {
    super(code, message, { retryable: false });
  }
}
