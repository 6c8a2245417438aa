import { Installation, type InstallationOptions } from '../installation/installation.js';
import { runStory } from '../story.js';
import { broken } from '../sides/held.js';
import { totalsOf, type Totals } from '../sides/totals.js';

/** A prepared installation for the length of `work`; outside a gate its logs are kept when something does not hold. */
export async function withInstallation<T extends { readonly ok: boolean }>(
  options: InstallationOptions,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await Installation.prepare(options);
  const end = (holds: boolean): Promise<void> => installation.end({ keepLogs: !holds && process.env.CI === undefined });
  let outcome: T;
  try {
    outcome = await work(installation);
  } catch (error) {
    // what went wrong comes before what could not be cleaned up after it
    await end(false).catch((left: unknown) => options.say(String(left)));
    throw error;
  }
  await end(outcome.ok);
  return outcome;
}

export interface Undisturbed {
  readonly ok: true;
  readonly totals: Totals;
  /** Length of each round in milliseconds. */
  readonly roundMs: readonly number[];
}

/**
 * What the story comes to when nothing goes wrong: what every disturbed run of the same seed is held against.
 * @throws Error when it is nothing to be held against
 */
export async function undisturbed(options: InstallationOptions, rounds: number): Promise<Undisturbed> {
  options.say(`undisturbed: ${options.size.customers} customers, ${options.size.invoices} invoices, ${rounds} rounds`);
  return withInstallation(options, async (installation) => {
    await installation.startServices();
    const roundMs = await runStory(installation, { rounds });
    const totals = await totalsOf(installation);
    const problems = [...(await broken(installation)), ...missingIn(totals)];
    if (problems.length > 0) throw new Error(`the undisturbed run does not hold: ${problems.join('; ')}`);
    return { ok: true, totals, roundMs };
  });
}

function missingIn({ chargebee }: Totals): string[] {
  return ['invoice', 'credit_note', 'transaction']
    .filter((kind) => (chargebee[kind] ?? []).length === 0)
    .map((kind) => `the site holds no ${kind}`);
}
