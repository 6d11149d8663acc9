const REDACTED = '[redacted]';
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * Makes an object with secrets safe to log: JSON, template strings and Node's inspection show only its other members.
 * The members stay plain values, and structured clones contain them.
 */
export function redacting<T extends object>(
  value: T,
  secrets: readonly (keyof T & string)[],
): T & { toString(): string } {
  const hidden = Object.fromEntries(secrets.filter((name) => name in value).map((name) => [name, REDACTED]));
  const shown = () => ({ ...value, ...hidden });
  return Object.defineProperties(value, {
    toJSON: { value: shown },
    toString: { value: () => REDACTED },
    [inspect]: { value: shown },
  });
}
