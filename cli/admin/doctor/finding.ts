import { codeOf } from './ask.ts';

/** What is wrong, and what mends it where. */
export interface Finding {
  readonly what: string;
  /** Said alone, or before what to write. */
  readonly fix?: string;
  readonly nginx?: string;
  readonly caddy?: string;
  /** Only worth knowing: it does not make the doctor fail. */
  readonly isNote?: boolean;
}

/**
 * What a check finds; or that what it looks at was cut off, or never came, so that the other checks are told all the same.
 * @throws what is no fault of the network's
 */
export async function findingsOf(what: string, check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return [{ what: `${what} does not come whole (${codeOf(error)}).`, fix: 'See the log of what is on the way.' }];
  }
}

export function toLines({ what, fix, nginx, caddy, isNote = false }: Finding): string[] {
  const fixes = [fix, nginx && `nginx:  ${nginx}`, caddy && `Caddy:  ${caddy}`].filter((line) => line !== undefined);
  return [`${isNote ? 'note ' : 'WRONG'}  ${what}`, ...fixes.map((line) => `         ${line}`)];
}
