/** A request the service understands and refuses, with the status and text of an OData error body. */
export class ODataError extends Error {
  override name = 'ODataError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The service's words for any option it cannot apply, the reason after it. */
export const invalidQuery = (reason: string): ODataError =>
  new ODataError(400, `The query specified in the URI is not valid. ${reason}`);
