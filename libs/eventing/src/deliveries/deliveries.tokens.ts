/** Injection token of the service's DeliveryTarget. */
export const DELIVERY_TARGET = Symbol('DELIVERY_TARGET');

/** Injection token of DispatchTuning. */
export const DISPATCH_TUNING = Symbol('DISPATCH_TUNING');
