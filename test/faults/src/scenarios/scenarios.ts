import type { RestartableInfrastructure } from '@ledgerbridge/testing';
import type { CompanySize, Installation, Say, Servers } from '../installation/installation.js';
import { runStory } from '../story.js';
import type { LedgerRun } from '../ledger/with-ledger.js';
import { auditRebuild } from './audit-rebuild.js';
import { closedPeriod } from './closed-period.js';
import { gpDown } from './gp-down.js';
import { kills } from './kills.js';
import { ledgerKills } from './ledger-kills.js';
import { ledgerReplicas } from './ledger-replicas.js';
import { busiestCustomer, putInTheWay } from './obstacle.js';
import { replicas } from './replicas.js';
import { dropWriter, reset } from './reset.js';
import type { Verdict } from './verdict.js';
import { webhooks } from './webhooks.js';
import { withInstallation } from './with-installation.js';

const LEDGER_SCENARIOS = ['webhooks', 'ledger-kills', 'gp-down', 'closed-period', 'ledger-replicas'] as const;
export const SCENARIOS = ['kills', 'replicas', 'reset', 'audit-rebuild', ...LEDGER_SCENARIOS] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

export interface FormOptions {
  readonly servers: RestartableInfrastructure;
  readonly seed: number;
  /** By hand; else the form that the gate runs. */
  readonly full: boolean;
  readonly say: Say;
}

export const SMALL: CompanySize = { customers: 20, invoices: 120 };
const LARGE: CompanySize = { customers: 60, invoices: 400 };

const REPLICAS_BY_HAND = {
  ...{ size: LARGE, requestsPerMinute: 150, takeover: 60 },
  ...{ leastShare: 0.95, takeoverSlackMs: 3_000 },
};
/** The gate's machine is busy with other things. */
const REPLICAS_IN_GATE = {
  ...{ size: SMALL, requestsPerMinute: 300, takeover: 30 },
  ...{ leastShare: 0.85, takeoverSlackMs: 15_000 },
};

/** What the gate bills at the site; by hand it is {@link LEDGER_BY_HAND}. */
export const LEDGER_IN_GATE = { customers: 4, rounds: 2, invoicesARound: 8 };
const LEDGER_BY_HAND = { customers: 15, rounds: 10, invoicesARound: 32 };
/** Of each age. */
export const HELD_IN_GATE = 3;
const HELD_BY_HAND = 20;

type Form<S> = (options: Omit<FormOptions, 'servers'> & { readonly servers: S }) => Promise<readonly Verdict[]>;

/** Each scenario with its sizes. */
export const forms = {
  kills: async ({ full, ...options }) => [
    await kills({ ...options, size: full ? LARGE : SMALL, kills: full ? 10 : 2 }),
  ],
  replicas: async ({ full, ...options }) => [
    await replicas({
      ...options,
      ...(full ? REPLICAS_BY_HAND : REPLICAS_IN_GATE),
    }),
  ],
  reset: (options) =>
    onDelivered(options, async (installation, customer) => [
      await reset(installation, { customer }),
      await dropWriter(installation),
    ]),
  'audit-rebuild': (options) => onDelivered(options, async (installation) => [await auditRebuild(installation)]),
  webhooks: async (options) => [await webhooks(ledgerRun(options))],
  'ledger-kills': async (options) => [await ledgerKills(ledgerRun(options))],
  'gp-down': async (options) => [await gpDown(ledgerRun(options))],
  'closed-period': async ({ full, ...options }) => [
    await closedPeriod({ ...options, invoices: full ? HELD_BY_HAND : HELD_IN_GATE }),
  ],
  'ledger-replicas': async (options) => [await ledgerReplicas(ledgerRun(options))],
} satisfies { kills: Form<RestartableInfrastructure> } & Record<Exclude<ScenarioName, 'kills'>, Form<Servers>>;

function ledgerRun({ full, ...options }: Omit<FormOptions, 'servers'> & { readonly servers: Servers }): LedgerRun {
  return { ...options, size: full ? LEDGER_BY_HAND : LEDGER_IN_GATE };
}

async function onDelivered(
  { servers, seed, full, say }: Omit<FormOptions, 'servers'> & { readonly servers: Servers },
  work: (installation: Installation, refused: string) => Promise<readonly Verdict[]>,
): Promise<readonly Verdict[]> {
  const outcome = await withInstallation({ servers, seed, say, size: full ? LARGE : SMALL }, async (installation) => {
    const verdicts = await work(installation, await delivered(installation));
    return { ok: verdicts.every(({ ok }) => ok), verdicts };
  });
  return outcome.verdicts;
}

/** Brings a prepared installation to rest after two rounds, with one customer its site refuses: answers which. */
export async function delivered(installation: Installation): Promise<string> {
  const { syspro, chargebee } = installation.simulators;
  const refused = busiestCustomer(await syspro.rows('ArInvoice'));
  await putInTheWay(chargebee, refused);
  // an invoice whose lines come late fails as immutable, which is told otherwise once its link is forgotten
  await syspro.completeInvoices();
  await installation.startServices();
  await runStory(installation, { rounds: 2 });
  return refused;
}
