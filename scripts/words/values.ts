import type { Part } from '#client/words/message.ts';

/** A message takes any text, a number, or one of some words as a value. */
export type ValueKind = 'text' | 'number' | readonly string[];

/** @returns the values that a compiled message needs, by name */
export function valuesOf(parts: readonly Part[]): ReadonlyMap<string, ValueKind> {
  const values = new Map<string, ValueKind>();
  const note = (name: string, kind: ValueKind) => {
    if (kind !== 'text' || !values.has(name)) values.set(name, kind);
  };
  for (const part of parts) {
    if (typeof part === 'string') continue;
    const [name, texts, plural] = part;
    note(name, texts === undefined ? 'text' : plural === undefined ? Object.keys(texts) : 'number');
    for (const inner of Object.values(texts ?? {}))
      for (const [innerName, kind] of valuesOf(inner)) note(innerName, kind);
  }
  return values;
}
