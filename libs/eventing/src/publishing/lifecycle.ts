import type { ChangeOf, RecordStates, RecordType } from '@ledgerbridge/contracts';

/** Where a record stands in its life, as far as the name of a change depends on it. */
export type Lifecycle = 'live' | 'succeeded' | 'refunded' | 'failed' | 'voided' | 'cancelled' | 'deleted';

/** The lifecycle a state is in. */
export function lifecycleOf<T extends RecordType>(type: T, state: RecordStates[T]): Lifecycle {
  const { status } = state;
  if (status === 'deleted' || status === 'voided' || status === 'cancelled') return status;
  if (type !== 'payment') return 'live';
  if (status === 'failed') return 'failed';
  return (state as RecordStates['payment']).kind === 'payment' ? 'succeeded' : 'refunded';
}

const FIRST_CHANGE: Record<Exclude<RecordType, 'payment'>, ChangeOf> = {
  customer: 'created',
  invoice: 'issued',
  'credit-note': 'issued',
  subscription: 'created',
};

/**
 * The change a publication tells: entering a lifecycle has its own name, staying in one (or coming back to life from
 * voided or cancelled) is `updated`. A record that comes back after its deletion starts again.
 */
export function changeName(type: RecordType, previous: Lifecycle | undefined, next: Lifecycle): ChangeOf {
  if (previous === next) return 'updated';
  if (next !== 'live') return next;
  if (type === 'payment') return 'updated';
  return previous === undefined || previous === 'deleted' ? FIRST_CHANGE[type] : 'updated';
}
