import { SetMetadata } from '@nestjs/common';

export const PUBLIC_ROUTE = 'ledgerbridge:public';

/** The route needs no bearer token: health, metrics, and webhooks that carry their connection's own credentials. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_ROUTE, true);
