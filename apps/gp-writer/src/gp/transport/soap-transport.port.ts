/** One SOAP 1.1 call of the legacy endpoint. */
export interface SoapCall {
  /** Name of the operation; the SOAPAction is made of it. */
  readonly operation: string;
  /** The whole envelope, XML 1.0 as text; sent as UTF-8. */
  readonly envelope: string;
}

/** What came back over HTTP, a fault too (status 500). */
export interface SoapAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Decoded text, of bounded size. */
  readonly body: string;
}

/** Carries calls to one GP server: sockets, authentication, time and size limits. */
export interface SoapTransport {
  /**
   * @throws GpError GP_UNREACHABLE (surely not received), GP_ANSWER_LOST (perhaps carried out), GP_ACCESS_DENIED
   * (401 or 403 with our credentials), LEASE_LOST
   */
  post(call: SoapCall, signal: AbortSignal): Promise<SoapAnswer>;
  /** Waits for the calls under way. */
  close(): Promise<void>;
}
