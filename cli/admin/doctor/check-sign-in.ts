import { failureCode, isFromSignIn } from './probe.ts';
import type { Probe, ProbeReply, SendProbe } from './probe.ts';
import { isFromOurs, strangerId, tagOf, unchanged } from './check-page.ts';
import type { Finding } from './finding.ts';

/** The check of the paths that people with a link must reach without signing in. */
export interface OpenPages {
  readonly findings: readonly Finding[];
  /** Whether these pages know about a sign-in; undefined if none of them arrived. */
  readonly knowsSignIn: boolean | undefined;
}

const SERVICE_WORKER = 'save-worker.js';
const leave = {
  fix: 'Guard at most `/`, `/ask` and `/api/`. Leave /s/, /r/, /m/, /assets/, /words/, /brand/ and /save-worker.js open: see docs/operating.md, Behind a sign-in.',
  nginx: 'auth_basic off;   (or no auth_request, in their own location)',
  caddy:
    '@open path /s/* /r/* /m/* /assets/* /words/* /brand/* /*.svg /*.png /save-worker.js   (handled before the sign-in)',
};

/** The headers of a browser that navigates: many sign-ins check them and let programs through. */
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

/**
 * Forms into which programs change links. Sotto replies with a page that repairs the address. They contain the key too.
 */
const bentLinks = () => [
  { shown: '/S/…', path: `S/${strangerId()}` },
  { shown: '/s/…/', path: `s/${strangerId()}/` },
];
/** Pages without a key. Guarding them is safe, but keeps out people without an account. */
const OTHER_PAGES = ['shares', 'report', 'how-it-works', 'security'];
/** The service's own sign-in of members. */
const MEMBERS_PAGES = ['sign-in', 'signed-in'];

/**
 * Makes the requests of somebody who only has a link: without cookies or credentials. A redirect from one of these
 * pages takes the key in the link along to its target.
 */
export async function checkOpenPages(address: string, send: SendProbe): Promise<OpenPages> {
  const findings: Finding[] = [];
  let shell: ProbeReply | undefined;
  for (const path of ['s', 'r', 'm']) {
    const page = await reply(send, address, { path: `${path}/${strangerId()}`, headers: NAVIGATION });
    const fault = pageFault(page);
    if (typeof page !== 'string' && isFromOurs(page)) shell = page;
    if (fault !== undefined) findings.push({ what: `/${path}/… ${fault}`, ...leave });
    else if (typeof page !== 'string' && page.headers.etag !== tagOf(page.body))
      findings.push({ what: `/${path}/… is changed in transit.`, ...unchanged });
  }
  for (const { shown, path } of shell === undefined ? [] : bentLinks()) {
    const fault = pageFault(await reply(send, address, { path, headers: NAVIGATION }), NOT_FOUND);
    if (fault !== undefined) findings.push({ what: `${shown} (a link as some programs change it) ${fault}`, ...leave });
  }
  for (const path of [...filesOf(shell), SERVICE_WORKER]) {
    const fault = fileFault(await reply(send, address, { path, headers: FILE }));
    if (fault !== undefined) findings.push({ what: `${path} ${fault}`, ...leave });
  }
  const knowsSignIn = shell && shell.body.toString().includes('<meta name="sign-in" content="on">');
  return { findings: [...findings, ...(await checkOtherPages(address, send))], knowsSignIn };
}

async function checkOtherPages(address: string, send: SendProbe): Promise<Finding[]> {
  const guarded = await guardedOf(OTHER_PAGES, address, send);
  if (guarded.length === 0) return [];
  const what = `A sign-in also guards ${guarded.join(', ')}: people who only have a link cannot see them.`;
  return [{ isNote: true, what, fix: leave.fix }];
}

/** Another sign-in, in front of a service where members sign in. */
export async function checkMembersPages(address: string, send: SendProbe): Promise<Finding[]> {
  const guarded = await guardedOf(MEMBERS_PAGES, address, send);
  if (guarded.length === 0) return [];
  const what = `A sign-in in front of the service guards ${guarded.join(', ')}: members have to pass it before they can sign in here.`;
  return [{ isNote: true, what, fix: `Leave ${guarded.join(' and ')} open.` }];
}

/** @returns the paths where a sign-in replies */
async function guardedOf(paths: readonly string[], address: string, send: SendProbe): Promise<string[]> {
  const guarded: string[] = [];
  for (const path of paths) {
    const page = await reply(send, address, { path, headers: NAVIGATION });
    if (typeof page !== 'string' && isFromSignIn(page) && !isFromOurs(page)) guarded.push(`/${path}`);
  }
  return guarded;
}

/** @returns the reply, or the error code of the system */
const reply = (send: SendProbe, address: string, probe: Probe) => send(address, probe).catch(failureCode);

const NOT_FOUND = 404;

function pageFault(page: ProbeReply | string, expected = 200): string | undefined {
  if (typeof page === 'string') return `does not arrive (${page}).`;
  const { status, headers } = page;
  if (status >= 300 && status < 400)
    return `is redirected to ${targetOf(headers.location)}: a browser takes the key of the link along.`;
  const { refresh } = headers;
  if (refresh !== undefined) return `has a Refresh header, so the browser leaves the page of the link.`;
  if (isFromOurs(page, expected)) return undefined;
  return `is not Sotto’s page (${status}): people who have a link cannot open it.`;
}

function fileFault(file: ProbeReply | string): string | undefined {
  if (typeof file === 'string') return `does not arrive (${file}).`;
  const { status, headers } = file;
  if (status === 200 && !String(headers['content-type']).includes('html')) return undefined;
  return `is not Sotto’s file (${status}): the pages of links need it.`;
}

/** The target of a redirect, without the parameters that a sign-in adds. */
function targetOf(location = 'nowhere'): string {
  const url = URL.parse(location);
  return url === null ? (location.split(/[?#]/)[0] ?? '') : `${url.origin}${url.pathname}`;
}

/**
 * Scripts, styles, fonts, pictures and the manifest: an operator's brand is not among the assets. And the page's words,
 * which a browser fetches when its language changes.
 */
function filesOf(shell: ProbeReply | undefined): string[] {
  const html = shell?.body.toString() ?? '';
  const linked = [...html.matchAll(/<(?:link|script|img) (?:[^>]* )?(?:src|href)="([^"]+)"/g)];
  const [, folder, page] = /"folder":"([\w./-]+)","page":"([\w-]+)"/.exec(html) ?? [];
  const [, lang] = /<html lang="([\w-]+)"/.exec(html) ?? [];
  const words = folder === undefined || lang === undefined ? [] : [`${folder}${lang}/${page}.json`];
  return [...new Set([...linked.map(([, path = '']) => path), ...words])];
}

interface Knowledge {
  readonly knowsSignIn: boolean;
  readonly hasHeaders: boolean;
}

/** For a sign-in that replies instead of the API. */
export function guardedApi({ status }: ProbeReply, { knowsSignIn, hasHeaders }: Knowledge): Finding[] {
  if (!knowsSignIn) return [unaware('the API')];
  if (hasHeaders) {
    return [
      { what: `The sign-in does not accept the headers in SOTTO_HEADERS_FILE (${status}).`, fix: 'Create new ones.' },
    ];
  }
  return [notChecked('the API, so nothing behind it was checked')];
}

/** For a sign-in that replies instead of the first page. */
export const guardedFirstPage = (knowsSignIn: boolean): Finding[] => (knowsSignIn ? [] : [unaware('the first page')]);

/** For a sign-in that replies to opening. */
export function guardedOpening(knowsSignIn: boolean): Finding[] {
  if (!knowsSignIn) return [unaware('opening')];
  const what = 'A sign-in guards opening: people who have a link but no account cannot open it.';
  return [
    { isNote: true, what, fix: 'To let them in, guard only creating: see docs/operating.md, Only creating inside.' },
  ];
}

/** For a sign-in that replies to creating. */
export function guardedCreating(knowsSignIn: boolean): Finding[] {
  return [knowsSignIn ? notChecked('creating, so large bodies were not tried') : unaware('creating')];
}

const unaware = (what: string): Finding => ({
  what: `A sign-in guards ${what}, but Sotto’s pages do not know about it: their requests carry no credentials.`,
  fix: 'SOTTO_BEHIND_SIGN_IN=true   (or remove the sign-in there)',
});

const notChecked = (what: string): Finding => ({
  isNote: true,
  what: `A sign-in guards ${what}.`,
  fix: 'Set SOTTO_HEADERS_FILE to a file with the headers that it requires: see docs/terminal.md.',
});
