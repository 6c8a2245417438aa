import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceRequest } from './service-request.js';

/** One request on its way, and what is noted about it. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  parsed: ServiceRequest;
  /** Counts up from 1. */
  number: number;
  /** Set when a fault asks for half an answer. */
  truncated: boolean;
  operator?: string;
  rows: number;
}
