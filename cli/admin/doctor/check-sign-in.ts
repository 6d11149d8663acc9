import { codeOf } from './ask.ts';
import type { Ask, Reply } from './ask.ts';
import { isFromOurs, strangerId } from './check-page.ts';
import type { Finding } from './finding.ts';

/** The paths that people with a link reach without signing in. */
export interface OpenPages {
  readonly findings: readonly Finding[];
  /** Whether these pages know of a sign-in; undefined: none of them came. */
  readonly isTold: boolean | undefined;
}

const SERVICE_WORKER = 'save-worker.js';
const leave = {
  fix: 'Guard `/`, `/ask` and `/api/` at the most. Leave /s/, /r/, /m/, /assets/ and /save-worker.js open: see docs/operating.md, Behind a sign-in.',
  nginx: 'auth_basic off;   (or no auth_request, in a location of their own)',
  caddy: '@open path /s/* /r/* /m/* /assets/* /save-worker.js   (handled before the sign-in)',
};

/**
 * Asks as somebody who only has a link: no cookie, no header. A redirect from one of these pages takes the key in the link to the
 * page that it leads to.
 */
export async function checkOpenPages(address: string, ask: Ask): Promise<OpenPages> {
  const findings: Finding[] = [];
  let shell: Reply | undefined;
  for (const path of ['s', 'r', 'm']) {
    const page = await reply(ask, address, `${path}/${strangerId()}`);
    const fault = pageFault(page);
    if (fault !== undefined) findings.push({ what: `/${path}/… ${fault}`, ...leave });
    else if (typeof page !== 'string') shell = page;
  }
  for (const path of [...filesOf(shell), SERVICE_WORKER]) {
    const fault = fileFault(await reply(ask, address, path));
    if (fault !== undefined) findings.push({ what: `${path} ${fault}`, ...leave });
  }
  return { findings, isTold: shell && shell.body.toString().includes('<meta name="sign-in" content="on">') };
}

/** @returns the system's code where nothing came */
const reply = (ask: Ask, address: string, path: string): Promise<Reply | string> =>
  ask(address, { path, headers: { accept: '*/*', 'accept-encoding': 'identity' } }).catch(codeOf);

function pageFault(page: Reply | string): string | undefined {
  if (typeof page === 'string') return `does not come (${page}).`;
  const { status, headers } = page;
  if (status >= 300 && status < 400)
    return `is redirected to ${targetOf(headers.location)}: a browser takes the key of the link along to there.`;
  if (isFromOurs(page)) return undefined;
  return `brings something else than Sotto’s page (${status}): people who have a link do not get in.`;
}

function fileFault(file: Reply | string): string | undefined {
  if (typeof file === 'string') return `does not come (${file}).`;
  const { status, headers } = file;
  if (status === 200 && !String(headers['content-type']).includes('html')) return undefined;
  return `brings something else than Sotto’s file (${status}): no page works without it.`;
}

/** Where a redirect leads to, without what a sign-in writes into the address. */
function targetOf(location = 'nowhere'): string {
  const url = URL.parse(location);
  return url === null ? (location.split(/[?#]/)[0] ?? '') : `${url.origin}${url.pathname}`;
}

function filesOf(shell: Reply | undefined): string[] {
  const html = shell?.body.toString() ?? '';
  return [...new Set([...html.matchAll(/(?:src|href)="([^"]*\/assets\/[^"]+)"/g)].map(([, path = '']) => path))];
}

interface Knowledge {
  readonly isTold: boolean;
  readonly hasHeaders: boolean;
}

/** A sign-in replies in place of the API. */
export function guardedApi({ status }: Reply, { isTold, hasHeaders }: Knowledge): Finding[] {
  if (!isTold) return [untold('the API')];
  if (hasHeaders) {
    return [
      { what: `The sign-in does not take the headers of SOTTO_HEADERS_FILE (${status}).`, fix: 'Make them anew.' },
    ];
  }
  return [notLooked('the API, so nothing behind it was looked at')];
}

/** It replies in place of the first page. */
export const guardedFirstPage = (isTold: boolean): Finding[] => (isTold ? [] : [untold('the first page')]);

/** It replies in place of whatever creates. */
export function guardedCreating(isTold: boolean): Finding[] {
  return [isTold ? notLooked('creating, so large bodies were not tried') : untold('creating')];
}

const untold = (what: string): Finding => ({
  what: `A sign-in guards ${what}, and the pages do not know of it: what they ask for carries no credentials.`,
  fix: 'SOTTO_BEHIND_SIGN_IN=true   (or take away what replies there instead of Sotto)',
});

const notLooked = (what: string): Finding => ({
  isNote: true,
  what: `A sign-in guards ${what}.`,
  fix: 'Name a file of the headers that it wants with SOTTO_HEADERS_FILE: see docs/terminal.md.',
});
