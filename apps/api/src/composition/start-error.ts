import { PlatformError } from '@weir/kernel';

/** Something on this machine keeps the API from starting; the message is for whoever started it. */
export class StartError extends PlatformError<'PORT_TAKEN'> {
  constructor(port: number, host: string, cause: unknown) {
    super('PORT_TAKEN', `Port ${port} on ${host} is taken. Stop what listens there, or set WEIR_API_PORT.`, false, {
      cause,
    });
  }
}
