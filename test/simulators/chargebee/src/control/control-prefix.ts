/** Path below which the control API answers; the simulated API has nothing there. */
export const CONTROL_PREFIX = '/__sim';
