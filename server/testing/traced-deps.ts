import type { Session, Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';

export interface Traced {
  readonly deps: Deps;
  /**
   * Returns the calls to database, keys and files since the last call, in order. Statements appear when they are
   * prepared.
   */
  readonly take: () => string[];
}

/** Records every call that use cases make to their dependencies. */
export function traced(deps: Deps): Traced {
  let steps: string[] = [];
  const note = (step: string) => void steps.push(step);
  const session = <S extends Session>(on: S, where: string): S => ({
    ...on,
    run: (text: string, parameters: readonly unknown[]) => {
      note(`${where}: ${text}`);
      return on.run(text, parameters);
    },
  });
  const { store, blobs } = deps;
  const keys = ({ keys }: Transaction): Transaction['keys'] => ({
    put: (place, key) => (note('put a key'), keys.put(place, key)),
    erase: (...places) => (note('erase a key'), keys.erase(...places)),
    lend: (place, use) => (note('lend a key'), keys.lend(place, use)),
  });
  const tracedBlobs = Object.fromEntries(
    Object.entries(blobs).map(([name, act]: [string, unknown]) => [
      name,
      (...args: unknown[]): unknown => {
        note(`files: ${name}`);
        return (act as (...given: unknown[]) => unknown)(...args);
      },
    ]),
  );
  const tracedDeps: Deps = {
    ...deps,
    store: {
      ...store,
      read: session(store.read, 'read'),
      write: (work, options) => {
        note('begin');
        return store.write((tx) => work({ ...session(tx, 'write'), keys: keys(tx) }), options);
      },
      withKey: (place, use) => {
        note('lend a key');
        return store.withKey(place, use);
      },
    },
    blobs: { ...blobs, ...tracedBlobs },
  };
  return {
    deps: tracedDeps,
    take: () => {
      const taken = steps;
      steps = [];
      return taken;
    },
  };
}

/** `write: update "share"`, `read: select "content"`: enough of a statement to know it. */
export function briefStep(step: string): string {
  const [where = '', text] = step.split(': ', 2);
  if (text === undefined) return step;
  const table = /\b(?:from|update|into) ("\w+")/.exec(text)?.[1] ?? '';
  return `${where}: ${/^\w+/.exec(text)?.[0] ?? ''} ${table}`;
}
