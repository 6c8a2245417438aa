import {
  applyDecorators,
  Catch,
  createParamDecorator,
  UseFilters,
  type ExecutionContext,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';

/** Nest turns what a handler throws into `Internal server error`; the landing decides by the error itself. */
@Catch()
class KeepError implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

const Landing = createParamDecorator((_: unknown, context: ExecutionContext): unknown => context.getArgByIndex(2));

/**
 * Declares a controller method as handler of landed batches of these topics, called as
 * `(messages: LandedMessage[], tx: EntityManager, context: LandingContext)` in the landing transaction.
 *
 * It is `@EventPattern` with the three arguments bound: Nest hands a bare `@EventPattern` method only the first one
 * (with `@Payload()` and `@Ctx()` written out, the first two).
 */
export function BatchHandler(topics: string | readonly string[]): MethodDecorator {
  const bindArguments: MethodDecorator = (target, method) => {
    Payload()(target, method, 0);
    Ctx()(target, method, 1);
    Landing()(target, method, 2);
  };
  const patterns = typeof topics === 'string' ? topics : [...topics];
  return applyDecorators(EventPattern(patterns), UseFilters(new KeepError()), bindArguments);
}
