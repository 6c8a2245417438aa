/** GP compares ids without case and trailing blanks. */
export function isSameId(theirs: string | undefined, ours: string): boolean {
  return theirs?.trim().toUpperCase() === ours.trim().toUpperCase();
}
