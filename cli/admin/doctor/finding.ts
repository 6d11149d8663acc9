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

export function toLines({ what, fix, nginx, caddy, isNote = false }: Finding): string[] {
  const fixes = [fix, nginx && `nginx:  ${nginx}`, caddy && `Caddy:  ${caddy}`].filter((line) => line !== undefined);
  return [`${isNote ? 'note ' : 'WRONG'}  ${what}`, ...fixes.map((line) => `         ${line}`)];
}
