import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { AppModule, type AppParts } from './app.module.ts';
import { openApiDocument } from './contract/document.ts';
import type { Callers } from './http/callers.ts';
import { EndpointInterceptor } from './http/endpoint.interceptor.ts';
import { answerBrokenRequests } from './http/answer-broken-requests.ts';
import { answerFirst } from './http/answer-first.ts';
import { compressAnswers } from './http/compress-answers.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { measureRequests } from './metrics/measure-requests.ts';
import { PrometheusMetrics } from './metrics/prometheus-metrics.ts';

/** The API as a Nest application, not yet listening. Bodies are read by the endpoints themselves, so Nest's own parser stays off. */
export async function createApp(parts: AppParts, callers: Callers): Promise<INestApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(parts), {
    bodyParser: false,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  app.disable('x-powered-by');
  answerBrokenRequests(app.getHttpServer());
  app.use(answerFirst);
  app.use(compressAnswers);
  app.use(measureRequests(app.get(PrometheusMetrics)));
  app.useGlobalInterceptors(new EndpointInterceptor(callers));
  app.useGlobalFilters(new ProblemFilter(parts.context.logger));
  // The document is composed from the contract; Swagger only shows it.
  const document = openApiDocument() as OpenAPIObject;
  SwaggerModule.setup('api/docs', app, document, { jsonDocumentUrl: 'api/openapi.json', customSiteTitle: 'Weir API' });
  return app;
}
