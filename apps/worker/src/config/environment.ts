import { hostEnvironment, hostVariables, parseVariables, type HostEnvironment } from '@weir/host-process';
import { z } from 'zod';

/** The settings of this process; nothing else reads its environment. Throws an `EnvironmentError`. */
export function loadEnvironment(): HostEnvironment {
  return hostEnvironment(parseVariables(z.object(hostVariables), process.env));
}
