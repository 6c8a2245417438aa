import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { problem } from '../problems/problem.error.js';
import { OpenApiDocument } from './openapi.document.js';

@ApiExcludeController()
@Controller('openapi.json')
export class OpenApiController {
  constructor(private readonly document: OpenApiDocument) {}

  @Get()
  openapi(): OpenAPIObject {
    const document = this.document.get();
    if (document === undefined) throw problem(503, 'STARTING', 'The service is still starting');
    return document;
  }
}
