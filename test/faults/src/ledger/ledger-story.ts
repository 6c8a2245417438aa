import {
  BillingDesk,
  BillingRounds,
  CHARGEBEE,
  CREDENTIALS,
  firstRun,
  SiteApi,
  sync,
  WEBHOOK_USER,
  type RunView,
} from '@ledgerbridge/sandbox';
import { seededRandom, until } from '@ledgerbridge/testing';
import type { Installation } from '../installation/installation.js';
import { untilAtRest, webhooksAtWork, type RestOptions } from '../installation/rest.js';

export interface LedgerSize {
  readonly customers: number;
  /** Each with what becomes of it; a last round takes back what is left to be. */
  readonly rounds: number;
  readonly invoicesARound: number;
}

export interface LedgerStoryOptions extends RestOptions {
  /** Goes on beside a round; the round ends after it. */
  readonly during?: (round: number) => Promise<void>;
  /** How far the site's clock is behind. */
  readonly siteBehindMs?: number;
}

export interface LedgerStory {
  readonly roundMs: readonly number[];
  readonly backfills: readonly RunView[];
}

const WEBHOOKS_WITHIN_MS = 120_000;

/** Starts what is prepared: services, a webhook for each gateway, and the first backfill, of which nothing comes. */
export async function openLedger(installation: Installation): Promise<void> {
  await installation.startServices();
  for (const { api } of installation.of('chargebee-gateway')) {
    const url = `${api.baseUrl}/v1/webhooks/chargebee/${CHARGEBEE}`;
    const credentials = { username: WEBHOOK_USER, password: CREDENTIALS.webhookPassword };
    await installation.simulators.chargebee.ensureWebhook({ url, ...credentials });
  }
  await firstRun(installation.api('chargebee-gateway'), CHARGEBEE);
}

export function deskOf({ simulators }: Installation, siteBehindMs = 0): BillingDesk {
  const api = new SiteApi(simulators.chargebeeUrl, CREDENTIALS.chargebeeKey);
  return new BillingDesk(api, () => Math.floor((Date.now() - siteBehindMs) / 1_000));
}

/**
 * The same business whatever happens on the way: it depends on the installation's seed alone, because each round ends at
 * rest, after one backfill.
 */
export async function runLedgerStory(
  installation: Installation,
  { customers, rounds, invoicesARound }: LedgerSize,
  { during, siteBehindMs, ...rest }: LedgerStoryOptions = {},
): Promise<LedgerStory> {
  const { seed, say } = installation.options;
  const business = new BillingRounds(deskOf(installation, siteBehindMs), seededRandom(seed));
  const roundMs: number[] = [];
  const backfills: RunView[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const startedAt = performance.now();
    const bill = async (): Promise<void> => {
      if (round === 0) await business.open(customers);
      await (round < rounds ? business.round(invoicesARound) : business.close());
      backfills.push(await backfill(installation));
    };
    await Promise.all([during?.(round), bill()]);
    await untilAtRest(installation, rest);
    roundMs.push(Math.round(performance.now() - startedAt));
    say(`round ${round}: at rest after ${((roundMs.at(-1) ?? 0) / 1_000).toFixed(1)} s`);
  }
  return { roundMs, backfills };
}

/** One run over the site, once its webhooks are taken and worked on. */
export async function backfill(installation: Installation): Promise<RunView> {
  await until(async () => (await webhooksAtWork(installation)) === '', {
    timeoutMs: WEBHOOKS_WITHIN_MS,
    what: 'the webhooks',
  });
  return sync(installation.api('chargebee-gateway'), CHARGEBEE);
}
