import type { LogLevel } from '#server/config/setting.ts';

type Fields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * Writes one JSON object per line. Every field is printed, so none may come from a request: no id, proof, address or
 * user agent.
 */
export interface Log {
  readonly info: (event: string, fields?: Fields) => void;
  readonly warn: (event: string, fields?: Fields) => void;
  readonly error: (event: string, fields?: Fields) => void;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly out: (lines: string) => void;
  readonly err: (lines: string) => void;
}

const nothing = (): void => undefined;
export const silentLog: Log = { info: nothing, warn: nothing, error: nothing };

/** Writes the `info` lines of one turn of the event loop together. */
export function createLog({ level, out, err }: LogOptions): Log {
  let pending = '';
  const flush = () => {
    out(pending);
    pending = '';
  };
  const info = (event: string, fields: Fields = {}) => {
    if (pending === '') setImmediate(flush);
    pending += toLine('info', event, fields);
  };
  const warn = (event: string, fields: Fields = {}) => err(toLine('warn', event, fields));
  const error = (event: string, fields: Fields = {}) => err(toLine('error', event, fields));
  return { info: level === 'info' ? info : nothing, warn: level === 'error' ? nothing : warn, error };
}

function toLine(level: LogLevel, event: string, fields: Fields): string {
  return `${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`;
}

/**
 * The location of the error and the driver's code. The message is left out, because parsers and databases quote their
 * input in it, and that input came with a request.
 */
export function errorFields(thrown: unknown): Fields {
  if (!(thrown instanceof Error)) return { error: typeof thrown };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  return {
    error: thrown.name,
    code,
    at: stackFrames(thrown),
    ...(thrown.cause instanceof Error && { cause: thrown.cause.name }),
  };
}

/** A stack begins with the message, which may contain lines that look like stack frames. */
function stackFrames({ message, stack = '' }: Error): string[] {
  const start = stack.indexOf(message);
  const lines = start === -1 ? [] : stack.slice(start + message.length).split('\n');
  return lines.flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? []);
}
