/**
 * What the three messages of NTLM share.
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/
 */
export const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');

/** NEGOTIATE flags, MS-NLMP 2.2.2.5. */
export const FLAGS = {
  unicode: 0x0000_0001,
  requestTarget: 0x0000_0004,
  ntlm: 0x0000_0200,
  alwaysSign: 0x0000_8000,
  extendedSessionSecurity: 0x0008_0000,
  targetInfo: 0x0080_0000,
} as const;

/**
 * What is offered: no key exchange, signing or sealing, because HTTP carries nothing under the session key. The key
 * of the MIC is then the session base key itself.
 */
export const OFFERED_FLAGS = Object.values(FLAGS).reduce((all, flag) => all | flag, 0);

/** Text as NTLM carries it. */
export function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}
