import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { Public } from '../auth/public.decorator.js';
import { errorCode } from '../logging/error-code.js';
import { ShutdownSequence } from '../shutdown/shutdown-sequence.js';
import { ReadinessChecks, type ReadinessCheck } from './readiness-checks.js';

/** Probes give up after a second or a few; a check that hangs must be named before that. */
const CHECK_TIME_LIMIT_MS = 2_000;

interface StatusResponse {
  status(code: number): unknown;
}

@ApiExcludeController()
@Public()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    private readonly readiness: ReadinessChecks,
    private readonly shutdown: ShutdownSequence,
  ) {}

  /** An answer at all proves that the event loop turns; anything more would have a restart "repair" a database. */
  @Get('live')
  @HttpCode(200)
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) response: StatusResponse): Promise<HealthCheckResult | { status: string }> {
    if (this.shutdown.begun) {
      response.status(503);
      return { status: 'shutting_down' };
    }
    try {
      return await this.health.check(
        this.readiness.entries().map(
          ([name, check]) =>
            () =>
              this.indicator(name, check),
        ),
      );
    } catch (error) {
      response.status(503);
      return unhealthyResult(error);
    }
  }

  private async indicator(name: string, check: ReadinessCheck) {
    const session = this.indicators.check(name);
    const answer = await withTimeLimit(check);
    const data: Record<string, string> = answer.detail === undefined ? {} : { detail: answer.detail };
    return answer.ok ? session.up(data) : session.down(data);
  }
}

async function withTimeLimit(check: ReadinessCheck): Promise<{ ok: boolean; detail?: string }> {
  const limit = Promise.withResolvers<{ ok: false; detail: string }>();
  const late = `no answer within ${CHECK_TIME_LIMIT_MS} ms`;
  const timer = setTimeout(() => limit.resolve({ ok: false, detail: late }), CHECK_TIME_LIMIT_MS);
  try {
    return await Promise.race([check(), limit.promise]);
  } catch (error) {
    // a driver's message may name hosts and users: this route is open to all
    return { ok: false, detail: `check failed (${errorCode(error) ?? 'see the log'})` };
  } finally {
    clearTimeout(timer);
  }
}

/** Terminus throws its result as the response of a ServiceUnavailableException. */
function unhealthyResult(error: unknown): HealthCheckResult {
  const { getResponse } = error as { getResponse?: () => unknown };
  if (typeof getResponse !== 'function') throw error;
  return getResponse.call(error) as HealthCheckResult;
}
