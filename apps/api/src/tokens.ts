/** Injection tokens of values that are not classes. */
export const jobsContext = Symbol('JobsContext');
export const appLogger = Symbol('Logger');
