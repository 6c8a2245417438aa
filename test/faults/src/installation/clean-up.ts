export type Step = () => Promise<void>;

/** One after the other, each whatever became of those before it. @throws AggregateError of all that failed */
export async function inOrder(steps: readonly Step[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  failWith(failures);
}

/** Side by side. @throws AggregateError of all that failed, once all have ended */
export async function stopAll(processes: readonly { stop(): Promise<void> }[]): Promise<void> {
  const outcomes = await Promise.allSettled(processes.map((process) => process.stop()));
  failWith(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : [])));
}

function failWith(failures: readonly unknown[]): void {
  if (failures.length > 0) throw new AggregateError(failures, `not cleaned up: ${failures.map(String).join('; ')}`);
}
