import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI document of the running application, described once by {@link describe} and served as it is. */
@Injectable()
export class OpenApiDocument {
  private document: OpenAPIObject | undefined;

  describe(app: INestApplication, service: string): void {
    const config = new DocumentBuilder()
      .setTitle(`Ledgerbridge ${service}`)
      .setVersion('1')
      .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'opaque' }, 'token')
      .addSecurityRequirements('token')
      .build();
    this.document = SwaggerModule.createDocument(app, config);
  }

  get(): OpenAPIObject | undefined {
    return this.document;
  }
}
