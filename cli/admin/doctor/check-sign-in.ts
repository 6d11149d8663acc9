import { codeOf, isFromSignIn } from './ask.ts';
import type { Ask, Question, Reply } from './ask.ts';
import { isFromOurs, strangerId, tagOf, unchanged } from './check-page.ts';
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

/** As a browser asks for a page that somebody goes to: many a sign-in looks at these, and lets programs through. */
const BROWSER = {
  'accept-encoding': 'identity',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
};
const NAVIGATION = {
  ...BROWSER,
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
  'upgrade-insecure-requests': '1',
};
const FILE = { ...BROWSER, accept: '*/*' };

/** The forms in which people send links on. Ours answers them with a page that mends the address, and the key is in them too. */
const bentLinks = () => [
  { shown: '/S/…', path: `S/${strangerId()}` },
  { shown: '/s/…/', path: `s/${strangerId()}/` },
];
/** Pages without a key. Guarding them harms nobody but those who are kept out. */
const OTHER_PAGES = ['shares', 'report', 'how-it-works', 'security'];

/**
 * Asks as somebody who only has a link: no cookie, no credentials. A redirect from one of these pages takes the key in the link to
 * the page that it leads to.
 */
export async function checkOpenPages(address: string, ask: Ask): Promise<OpenPages> {
  const findings: Finding[] = [];
  let shell: Reply | undefined;
  for (const path of ['s', 'r', 'm']) {
    const page = await reply(ask, address, { path: `${path}/${strangerId()}`, headers: NAVIGATION });
    const fault = pageFault(page);
    if (typeof page !== 'string' && isFromOurs(page)) shell = page;
    if (fault !== undefined) findings.push({ what: `/${path}/… ${fault}`, ...leave });
    else if (typeof page !== 'string' && page.headers.etag !== tagOf(page.body))
      findings.push({ what: `/${path}/… is changed on the way.`, ...unchanged });
  }
  for (const { shown, path } of shell === undefined ? [] : bentLinks()) {
    const fault = pageFault(await reply(ask, address, { path, headers: NAVIGATION }), NOT_FOUND);
    if (fault !== undefined) findings.push({ what: `${shown} (a link as some programs bend it) ${fault}`, ...leave });
  }
  for (const path of [...filesOf(shell), SERVICE_WORKER]) {
    const fault = fileFault(await reply(ask, address, { path, headers: FILE }));
    if (fault !== undefined) findings.push({ what: `${path} ${fault}`, ...leave });
  }
  const isTold = shell && shell.body.toString().includes('<meta name="sign-in" content="on">');
  return { findings: [...findings, ...(await checkOtherPages(address, ask))], isTold };
}

async function checkOtherPages(address: string, ask: Ask): Promise<Finding[]> {
  const guarded: string[] = [];
  for (const path of OTHER_PAGES) {
    const page = await reply(ask, address, { path, headers: NAVIGATION });
    if (typeof page !== 'string' && isFromSignIn(page) && !isFromOurs(page)) guarded.push(`/${path}`);
  }
  if (guarded.length === 0) return [];
  const what = `A sign-in guards ${guarded.join(', ')} as well: people who only have a link do not get there.`;
  return [{ isNote: true, what, fix: leave.fix }];
}

/** @returns the system's code where nothing came */
const reply = (ask: Ask, address: string, question: Question) => ask(address, question).catch(codeOf);

const NOT_FOUND = 404;

function pageFault(page: Reply | string, expected = 200): string | undefined {
  if (typeof page === 'string') return `does not come (${page}).`;
  const { status, headers } = page;
  if (status >= 300 && status < 400)
    return `is redirected to ${targetOf(headers.location)}: a browser takes the key of the link along to there.`;
  const { refresh } = headers;
  if (refresh !== undefined) return `has a Refresh header: the browser leaves the page of the link.`;
  if (isFromOurs(page, expected)) return undefined;
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

/** It replies in place of whatever opens. */
export function guardedOpening(isTold: boolean): Finding[] {
  if (!isTold) return [untold('opening')];
  const what = 'A sign-in guards opening: people who have a link and no account do not get in.';
  return [
    { isNote: true, what, fix: 'To let them in, guard creating alone: see docs/operating.md, Only creating inside.' },
  ];
}

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
