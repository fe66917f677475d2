/** Injection token of what the use cases work with: it is no class. */
export const jobsContext = Symbol('JobsContext');
