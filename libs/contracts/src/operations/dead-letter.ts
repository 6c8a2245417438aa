import { IsInt, IsObject, IsOptional, IsString, Min } from 'class-validator';
import { IsInstant } from '../records/validators.js';

/**
 * Something that could not be processed: a message of a topic (bytes and headers kept), or a source row that could
 * not be mapped (then `sourceRow` names it and there are no coordinates).
 */
export class DeadLetter {
  /** Who gave up: a service name. */
  @IsString()
  service!: string;

  @IsString()
  code!: string;

  @IsString()
  message!: string;

  @IsOptional()
  @IsObject()
  details?: Record<string, unknown>;

  @IsOptional()
  @IsString()
  topic?: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  partition?: number;

  @IsOptional()
  @IsString()
  offset?: string;

  /** Original bytes, base64. */
  @IsOptional()
  @IsString()
  key?: string;

  @IsOptional()
  @IsString()
  value?: string;

  @IsOptional()
  @IsObject()
  headers?: Record<string, string>;

  /** `<connection>/<type>/<source id>` of a rejected source row. */
  @IsOptional()
  @IsString()
  sourceRow?: string;

  @IsInstant()
  at!: string;
}
