import type { Brought } from './read-entries.ts';

/** What browsers call a picture that comes from the clipboard. */
const NAMELESS = /^image\.(\w+)$/i;

/** Gives a pasted picture a name that says when it was. @param name of a moment and an ending */
export function namePasted(brought: Brought, name: (at: Date, ending: string) => string): Brought {
  if (!(brought instanceof File)) return brought;
  const ending = NAMELESS.exec(brought.name)?.[1];
  if (ending === undefined) return brought;
  const { type, lastModified } = brought;
  return new File([brought], name(new Date(), ending.toLowerCase()), { type, lastModified });
}
