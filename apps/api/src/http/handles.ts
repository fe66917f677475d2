import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { pathOf, type Endpoint, type InputOf, type Method } from '../contract/endpoint.ts';
import type { HttpRequest } from './http-messages.ts';

const endpointKey = 'weir:endpoint';
const routes = new WeakMap<HttpRequest, string>();
const parsedInputs = new WeakMap<HttpRequest, InputOf<Endpoint>>();

const requestMethods: Record<Method, RequestMethod> = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PUT: RequestMethod.PUT,
  PATCH: RequestMethod.PATCH,
  DELETE: RequestMethod.DELETE,
};

/** Makes a controller's method the handler of an endpoint of the contract. */
export function Handles(endpoint: Endpoint): MethodDecorator {
  return applyDecorators(
    SetMetadata(endpointKey, endpoint),
    RequestMapping({ path: routeOf(endpoint), method: requestMethods[endpoint.method] }),
    HttpCode(endpoint.success.status),
  );
}

/** The parsed request: `@Input() input: InputOf<typeof getJob>`. */
export const Input = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  parsedInputs.get(context.switchToHttp().getRequest<HttpRequest>()),
);

export function keepInput(request: HttpRequest, input: InputOf<Endpoint>): void {
  parsedInputs.set(request, input);
}

/** Remembers which endpoint answers a request, for measurements. */
export function keepRoute(request: HttpRequest, endpoint: Endpoint): void {
  routes.set(request, endpoint.id);
}

/** The id of the endpoint that answers; `other` for pages outside the contract and for what no route takes. */
export function routeOfRequest(request: HttpRequest): string {
  return routes.get(request) ?? 'other';
}

/** The endpoint that a handler serves; undefined for handlers outside the contract. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- Nest hands handlers out as Function
export function endpointOf(handler: Function): Endpoint | undefined {
  return Reflect.getMetadata(endpointKey, handler) as Endpoint | undefined;
}

function routeOf(endpoint: Endpoint): string {
  return pathOf(endpoint).replace(/\{(\w+)\}/g, ':$1');
}
