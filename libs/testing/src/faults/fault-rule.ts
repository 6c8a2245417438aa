/** What a proxied network does wrong. */
export type Fault =
  /** Each piece of data comes later. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs?: number; readonly direction?: Direction }
  /** Nothing goes through for as long as the fault lasts; what was held back goes on afterwards. */
  | { readonly kind: 'hang'; readonly direction?: Direction }
  /** RST to both ends after this many bytes of the request; 0, the default, lets nothing of it through. */
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  /** The request goes through whole; RST to the client when the answer begins to arrive, none of which it sees. */
  | { readonly kind: 'reset-after-apply' }
  /** The answer ends after this many bytes, and with it the connection. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** RST to the client as soon as it has connected; counted by connection. */
  | { readonly kind: 'reset-at-connect' }
  /** Nobody listens. Cannot depend on a count or on chance; connections that are open stay. */
  | { readonly kind: 'refuse' };

/** Both when absent. */
export type Direction = 'request' | 'answer';

/** A fault and which exchanges (a request and its answer) meet it; all of them when neither is given. */
export type FaultRule = Fault & {
  /** Each n-th. */
  readonly every?: number;
  /** In [0, 1], by the proxy's seeded random. */
  readonly probability?: number;
};

/** The rules in force, with the counts that decide whom they meet. */
export class FaultRules {
  private readonly seen = new Map<FaultRule, number>();

  constructor(
    readonly all: readonly FaultRule[],
    private readonly random: () => number,
  ) {}

  get refuses(): boolean {
    return this.all.some(({ kind }) => kind === 'refuse');
  }

  /** Whether a connection that was just accepted is to be broken. */
  forConnection(): boolean {
    return this.all.filter(({ kind }) => kind === 'reset-at-connect').some((rule) => this.isDue(rule));
  }

  /** The faults of one exchange. */
  forExchange(): readonly Fault[] {
    return this.all
      .filter(({ kind }) => kind !== 'reset-at-connect' && kind !== 'refuse')
      .filter((rule) => this.isDue(rule));
  }

  private isDue(rule: FaultRule): boolean {
    const seen = (this.seen.get(rule) ?? 0) + 1;
    this.seen.set(rule, seen);
    const byCount = seen % (rule.every ?? 1) === 0;
    return byCount && (rule.probability === undefined || this.random() < rule.probability);
  }
}
