/** A rule of the guarantees, 1 to 15; docs/rules.md says each in a sentence. */
export type Rule = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15;

/** One way to break one clause of a rule, and the test that must notice. */
export interface Mutation {
  readonly rule: Rule;
  /** What is broken, in a few words. */
  readonly clause: string;
  /** From the root of the repository; so is `spec`. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly text: string;
  readonly becomes: string;
  readonly spec: string;
  /** Part of the title of the test that must fail; of a parametrised one, a part before its parameters. */
  readonly test: string;
  /** The test builds on those before it in its file: all of them are run. */
  readonly needsWholeFile?: boolean;
}
