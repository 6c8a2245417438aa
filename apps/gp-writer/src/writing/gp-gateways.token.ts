/** Of the `GpGateways` that the writing half calls through. */
export const GP_GATEWAYS = Symbol('GpGateways');
