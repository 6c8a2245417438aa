import { MappingSettings } from './mapping-settings.js';

/** Settings of one GP company. */
export class GpSettings {
  mapping: MappingSettings = new MappingSettings();
}
