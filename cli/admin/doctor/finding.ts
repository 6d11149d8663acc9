import { failureCode } from './probe.ts';

/** A problem, and how to fix it. */
export interface Finding {
  readonly what: string;
  /** The fix itself, or the sentence before the lines for a proxy. */
  readonly fix?: string;
  readonly nginx?: string;
  readonly caddy?: string;
  /** Only a note: it does not make the doctor fail. */
  readonly isNote?: boolean;
}

/** One thing that the doctor looked at. */
export interface Check {
  /** A sentence for a check that found nothing. */
  readonly passed: string;
  readonly findings: readonly Finding[];
}

/**
 * Runs a check. A network error becomes a finding, so that the other checks still run.
 * @throws errors that do not come from the network
 */
export async function findingsOf(what: string, check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return [
      {
        what: `${what} does not arrive completely (${failureCode(error)}).`,
        fix: 'Check the logs of the proxies in between.',
      },
    ];
  }
}

/** One line for a check that passed; otherwise each finding with its fix. */
export function toLines({ passed, findings }: Check): string[] {
  return findings.length === 0 ? [`ok     ${passed}`] : findings.flatMap(findingLines);
}

function findingLines({ what, fix, nginx, caddy, isNote = false }: Finding): string[] {
  const fixes = [fix, nginx && `nginx:  ${nginx}`, caddy && `Caddy:  ${caddy}`].filter((line) => line !== undefined);
  return [`${isNote ? 'note ' : 'WRONG'}  ${what}`, ...fixes.map((line) => `         ${line}`)];
}
