const LONGEST = 300;
const EMAIL = /[^\s<>"'@]{1,64}@[^\s<>"'@]{1,255}/gu;
/** Shorter values are parts of ordinary words. */
const SHORTEST_PERSONAL = 3;

/** Texts of GP made fit to be logged and shown: short, without what was sent of a person. */
export class SafeText {
  private readonly personal: readonly string[];

  constructor(personal: readonly (string | undefined)[]) {
    const sent = personal.flatMap((value) => value?.trim() ?? []);
    // longer ones first: a name may be the beginning of another
    this.personal = sent.filter(({ length }) => length >= SHORTEST_PERSONAL).sort((a, b) => b.length - a.length);
  }

  of(text: string): string {
    // eConnect repeats every parameter of the call behind its description
    const [said = ''] = text.slice(0, 10 * LONGEST).split(/Node Identifier Parameters/iu);
    let safe = said.replaceAll(/\s+/gu, ' ').trim();
    for (const value of this.personal) safe = replacedIn(safe, value.replaceAll(/\s+/gu, ' '));
    return safe.replaceAll(EMAIL, '…').slice(0, LONGEST);
  }
}

function replacedIn(text: string, value: string): string {
  const pattern = value.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`);
  return text.replaceAll(new RegExp(pattern, 'giu'), '…');
}
