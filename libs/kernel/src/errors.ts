export interface PlatformErrorOptions {
  readonly cause?: unknown;
  /** Values that belong to the message, for logs and problem documents. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * An error of operation, not of programming: something outside went wrong or was asked wrongly.
 * Each library closes `Code` over its own union. The message says what, which value, and what to do next.
 */
export abstract class PlatformError<Code extends string = string> extends Error {
  readonly code: Code;
  /** Whether the same call may succeed later without a change by the caller. */
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  protected constructor(code: Code, message: string, retryable: boolean, options: PlatformErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = retryable;
    this.details = options.details ?? {};
  }
}

/** A programmer's error: the program's own assumption does not hold. It is never caught to steer the flow. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
  readonly values: Readonly<Record<string, unknown>>;

  constructor(sentence: string, values: Readonly<Record<string, unknown>>) {
    super(Object.keys(values).length === 0 ? sentence : `${sentence} (${describe(values)})`);
    this.values = values;
  }
}

/** Throws {@link InvariantViolation} unless `condition` holds. */
export function invariant(
  condition: unknown,
  sentence: string,
  values: Readonly<Record<string, unknown>> = {},
): asserts condition {
  if (!condition) throw new InvariantViolation(sentence, values);
}

/** Ends an exhaustive switch: a new member of the union fails to compile. */
export function assertNever(value: never): never {
  throw new InvariantViolation('A value outside its closed union.', { value });
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function describe(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${textOf(value)}`)
    .join(', ');
}

/** Whatever the value is: a message about one error must not end in another. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
