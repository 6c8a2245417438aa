import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { LOGGER, type Logger } from '../logging/create-logger.js';
import { KnownSecrets } from '../logging/known-secrets.js';
import { toProblem } from './to-problem.js';

/** Answers every failed request with problem+json; what a person must look at is logged with its error. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly secrets: KnownSecrets,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const { httpAdapter } = this.adapterHost;
    const http = host.switchToHttp();
    const response: unknown = http.getResponse();
    const problem = toProblem(error);
    if (problem.status >= 500) this.log(error, problem.status, http.getRequest());
    if (httpAdapter.isHeadersSent(response)) {
      httpAdapter.end(response);
      return;
    }
    const headers = (error as { headers?: Record<string, string> } | undefined)?.headers;
    if (problem.status < 500) {
      for (const [name, value] of Object.entries(headers ?? {})) httpAdapter.setHeader(response, name, value);
    }
    httpAdapter.setHeader(response, 'content-type', 'application/problem+json; charset=utf-8');
    httpAdapter.reply(response, this.secrets.mask(JSON.stringify(problem)), problem.status);
  }

  private log(error: unknown, status: number, request: { method?: string; route?: { path?: string } }): void {
    const level = status === 500 ? 'error' : 'warn';
    this.logger[level]({ err: error, method: request.method, route: request.route?.path }, 'request failed');
  }
}
