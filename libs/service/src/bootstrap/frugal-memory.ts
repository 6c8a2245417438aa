import { setFlagsFromString } from 'node:v8';

/**
 * For a process whose pace an outside system sets: V8 on a machine with memory to spare lets garbage pile up. Measured
 * with chargebee-gateway over 1,200 deliveries at 3,500 requests a minute: 405 MB resident of which 52 MB were alive;
 * with these settings 168 MB at the same rate. They only take effect while the heap has not grown, so `main.ts` imports
 * this before anything else, and the service itself dynamically.
 */
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--optimize-for-size');
