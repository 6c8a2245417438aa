import { SetMetadata } from '@nestjs/common';
import type { Role } from './role.js';

export const REQUIRED_ROLE = 'ledgerbridge:role';

/** The least role that may call the route. Without it: viewer for GET and HEAD, operator for everything else. */
export const Roles = (role: Role): MethodDecorator & ClassDecorator => SetMetadata(REQUIRED_ROLE, role);
