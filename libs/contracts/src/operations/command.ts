import { IsIn, IsObject, IsOptional, IsString, IsUUID, Matches } from 'class-validator';
import { CONNECTION_ID_PATTERN } from '../records/record-ref.js';
import { IsInstant } from '../records/validators.js';

export const COMMAND_TYPES = ['retry-deliveries', 'ignore-deliveries', 'sync'] as const;

/** What a person asked for, as told on `bridge.commands.v1`. */
export class Command {
  @IsUUID()
  commandId!: string;

  @IsIn(COMMAND_TYPES)
  type!: (typeof COMMAND_TYPES)[number];

  @Matches(CONNECTION_ID_PATTERN)
  connection!: string;

  /** `role/name` of the token that asked. */
  @IsString()
  by!: string;

  @IsOptional()
  @IsString()
  reason?: string;

  @IsOptional()
  @IsObject()
  scope?: Record<string, unknown>;

  @IsInstant()
  at!: string;
}
