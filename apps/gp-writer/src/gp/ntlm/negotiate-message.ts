import { OFFERED_FLAGS, SIGNATURE } from './ntlm-messages.js';

const LENGTH = 32;
const TYPE_AT = 8;
const FLAGS_AT = 12;

/** The first message (type 1): what this side can do, naming neither domain nor workstation. MS-NLMP 2.2.1.1. */
export function negotiateMessage(): Buffer {
  const message = Buffer.alloc(LENGTH);
  SIGNATURE.copy(message);
  message.writeUInt32LE(1, TYPE_AT);
  message.writeUInt32LE(OFFERED_FLAGS, FLAGS_AT);
  return message;
}
