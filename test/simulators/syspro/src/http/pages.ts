const REASONS: Record<string, string> = {
  '400': 'Bad Request',
  '401': 'Unauthorized: Access is denied due to invalid credentials.',
  '403': 'Forbidden: Access is denied.',
  '404': 'File or directory not found.',
  '404.14': 'The request filtering module is configured to deny a request URL that is too long.',
  '404.15': 'The request filtering module is configured to deny a request where the query string is too long.',
  '429': 'Too Many Requests',
  '500': 'Internal server error.',
  '502': 'Web server received an invalid response while acting as a gateway or proxy server.',
  '503': 'Service Unavailable',
};

/** An error page in the manner of IIS; `code` may carry a substatus. */
export function iisPage(code: string): string {
  const title = `${code} - ${REASONS[code] ?? 'Error'}`;
  return `<!DOCTYPE html>\r\n<html><head><title>${title}</title></head>\r\n<body><div id="header"><h1>Server Error</h1></div><h2>${title}</h2></body></html>\r\n`;
}

/** What a proxy in front of the service shows, whatever status it chooses. */
export const PROXY_PAGE =
  '<html><head><title>Please wait</title></head><body><h1>Gateway</h1><p>The application is being updated. Sign in again.</p></body></html>\n';
