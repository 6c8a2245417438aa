import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { problem } from '../problems/problem.error.js';
import type { AuthenticatedRequest } from './principal.js';
import { PUBLIC_ROUTE } from './public.decorator.js';
import { roleIncludes, type Role } from './role.js';
import { REQUIRED_ROLE } from './roles.decorator.js';
import { TokenDirectory } from './token-directory.js';

interface IncomingRequest extends AuthenticatedRequest {
  readonly method: string;
  readonly headers: { readonly authorization?: string };
}

const BEARER = /^Bearer +([^\s]+) *$/i;

/** Lets a request through when its bearer token's role suffices; closed by default. */
@Injectable()
export class BearerGuard implements CanActivate {
  private readonly tokens: TokenDirectory;

  constructor(
    private readonly reflector: Reflector,
    @Inject(SERVICE_CONFIG) config: ServiceConfig,
  ) {
    this.tokens = new TokenDirectory(config.apiTokens);
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http' || this.metadata<boolean>(PUBLIC_ROUTE, context)) return true;
    const request = context.switchToHttp().getRequest<IncomingRequest>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const principal = token === undefined ? undefined : this.tokens.find(token);
    if (principal === undefined) {
      throw problem(401, 'UNAUTHENTICATED', 'A known bearer token is needed', {
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    const required = this.metadata<Role>(REQUIRED_ROLE, context) ?? defaultRole(request.method);
    if (!roleIncludes(principal.role, required)) {
      throw problem(403, 'FORBIDDEN', `This needs the role ${required}; the token has ${principal.role}`);
    }
    request.principal = principal;
    return true;
  }

  private metadata<T>(key: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}

function defaultRole(method: string): Role {
  return method === 'GET' || method === 'HEAD' ? 'viewer' : 'operator';
}
