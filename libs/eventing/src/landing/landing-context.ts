/** An operator's reset of a partition: offsets from `from` up to, not including, `to` are landed again. */
export interface LandingReplay {
  readonly id: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** Where a batch stands; third argument of a batch handler. */
export interface LandingContext {
  readonly topic: string;
  readonly partition: number;
  /**
   * Present when every message of the batch was landed before and an operator asked to land it again: what ended
   * well stays, what failed runs again. A batch never holds both old and new messages.
   */
  readonly replay?: LandingReplay;
}
