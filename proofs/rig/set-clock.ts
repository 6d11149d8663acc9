import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A clock that can be set, for every process that gets `env`. What shows time that has passed does not change. */
export interface SetClock {
  readonly env: Readonly<Record<string, string>>;
  /** From what the machine says. */
  set(aheadSeconds: number): void;
}

/** @param folder takes two small files; its path has no spaces */
export function settableClock(folder: string): SetClock {
  const file = join(folder, 'ahead-seconds');
  const set = (aheadSeconds: number) => writeFileSync(file, String(aheadSeconds));
  set(0);
  const preload = `
    const { readFileSync } = require('node:fs');
    const { now } = Date;
    const ahead = () => 1000 * Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
    Date.now = () => now() + ahead();
    globalThis.Date = class extends Date {
      constructor(...args) {
        super(...(args.length === 0 ? [Date.now()] : args));
      }
    };`;
  const script = join(folder, 'set-clock.cjs');
  writeFileSync(script, preload);
  // The executable loads what --require names, and not what --import names.
  return { env: { NODE_OPTIONS: `--require=${script}` }, set };
}
