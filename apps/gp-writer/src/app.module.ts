import type { DynamicModule } from '@nestjs/common';
import { ServiceModule, type ServiceConfig } from '@ledgerbridge/service';

class GpWriterModule {}

/** Health, metrics and its schema: the flow into Dynamics GP comes with its own issue. */
export function gpWriterModule(config: ServiceConfig): DynamicModule {
  return {
    module: GpWriterModule,
    imports: [ServiceModule.forRoot({ config, schema: 'gp_writer', entities: [], migrations: [] })],
  };
}
