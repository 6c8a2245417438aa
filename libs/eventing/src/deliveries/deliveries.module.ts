import { Module, type DynamicModule, type ModuleMetadata, type Type } from '@nestjs/common';
import { DeliveriesController } from './api/deliveries.controller.js';
import { DeliveryCommands } from './api/delivery-commands.js';
import { DeliveryReader } from './api/delivery-reader.js';
import { DeliverySets } from './api/delivery-sets.js';
import { IntentChanges } from './api/intent-changes.js';
import { DELIVERY_TARGET, DISPATCH_TUNING } from './deliveries.tokens.js';
import type { DeliveryTarget } from './delivery-target.js';
import { DeliveryChores } from './dispatch/delivery-chores.js';
import { DeliveryDispatcher } from './dispatch/delivery-dispatcher.js';
import { DeliveryMetrics } from './dispatch/delivery-metrics.js';
import { DeliveryPicker } from './dispatch/delivery-picker.js';
import { DispatchProgress } from './dispatch/dispatch-progress.js';
import { DEFAULT_DISPATCH_TUNING, type DispatchTuning } from './dispatch/dispatch-tuning.js';
import { WaitRelease } from './dispatch/wait-release.js';
import { deliveryLandingController } from './landing/delivery-landing.controller.js';
import { DeliveryLanding } from './landing/delivery-landing.js';
import { DispatchNudge } from './landing/dispatch-nudge.js';
import { LinkStore } from './links/link-store.js';
import { DeliveryStates } from './states/delivery-states.js';

export interface DeliveriesModuleOptions<S extends object> {
  /**
   * Made by this module from what `imports` export and from global modules; or, when one of `imports` exports the
   * class itself, that one.
   */
  readonly target: Type<DeliveryTarget<S>>;
  /** Record topics to land, unprefixed. */
  readonly topics: readonly string[];
  readonly imports?: ModuleMetadata['imports'];
  /** `imports` export the target itself. */
  readonly targetIsImported?: boolean;
  readonly tuning?: Partial<DispatchTuning>;
}

/**
 * Deliveries into one outside system: lands record topics, writes what is due into the connections held here, and
 * shows it. Needs ServiceModule, ConnectionsModule and EventingModule, `deliveriesEntities` and `deliveriesMigrations`.
 */
@Module({})
export class DeliveriesModule {
  static forRoot<S extends object>(options: DeliveriesModuleOptions<S>): DynamicModule {
    const tuning: DispatchTuning = { ...DEFAULT_DISPATCH_TUNING, ...options.tuning };
    return {
      module: DeliveriesModule,
      imports: options.imports ?? [],
      controllers: [DeliveriesController, deliveryLandingController(options.topics)],
      providers: [
        ...(options.targetIsImported === true ? [] : [options.target]),
        { provide: DELIVERY_TARGET, useExisting: options.target },
        { provide: DISPATCH_TUNING, useValue: tuning },
        DeliveryStates,
        LinkStore,
        DispatchNudge,
        DeliveryLanding,
        DeliveryPicker,
        WaitRelease,
        DeliveryChores,
        DeliveryMetrics,
        DispatchProgress,
        DeliveryDispatcher,
        DeliveryReader,
        DeliverySets,
        IntentChanges,
        DeliveryCommands,
      ],
      exports: [DeliveryLanding, DeliveryStates, LinkStore],
    };
  }
}
