/** Injection tokens of values that are not classes. */
export const environmentToken = Symbol('Environment');
export const infrastructureToken = Symbol('Infrastructure');
export const loggerToken = Symbol('Logger');
