import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from './role.js';

/** Who calls. `id` (`role/name`) is what audit trails keep. */
export interface Principal {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
}

export interface AuthenticatedRequest {
  principal?: Principal;
}

/** Injects the {@link Principal} of the request; undefined on public routes. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal | undefined => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().principal;
});
