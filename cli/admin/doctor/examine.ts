import type { Transport } from '#cli/service/transport.ts';
import { sendOver } from './probe.ts';
import { checkAddress, checkSkew, checkFamilies, checkTls, hasFamilies, tlsWords } from './check-address.ts';
import { checkBodies, checkBuffering, checkOpening } from './check-bodies.ts';
import { checkHeaders } from './check-headers.ts';
import { fetchPage, checkPage } from './check-page.ts';
import { checkMembersPages, checkOpenPages, guardedApi, guardedFirstPage } from './check-sign-in.ts';
import { findingsOf } from './finding.ts';
import type { Check } from './finding.ts';
import { reach } from './reach.ts';
import type { Reached } from './reach.ts';

/** Contacts a service from outside, as people do. The requests are malformed, so they create nothing. */
export async function examine(address: string, way: Transport): Promise<Check[]> {
  const reached = await reach(address, way);
  const replies = `${address} replies, and is Sotto.`;
  if ('what' in reached) return [{ passed: replies, findings: [reached] }];
  const { findings, knowsSignIn = false, anyArrived } = await openPagesOf(address, way);
  const membersSignIn = 'config' in reached && reached.config.signIn !== undefined;
  // Neither the API nor the page of a link comes from Sotto.
  if ('stranger' in reached && !anyArrived) return [{ passed: replies, findings: [reached.stranger] }];
  return [
    ...throughProxy(way),
    ...('config' in reached
      ? [{ passed: replies, findings: [] }, ...(await examineApi(reached, knowsSignIn))]
      : [
          {
            passed: replies,
            findings: guardedApi(reached.reply, { knowsSignIn, hasHeaders: way.headers !== undefined }),
          },
        ]),
    { passed: 'The pages of links arrive unchanged, without signing in.', findings },
    ...(membersSignIn ? [await examineMembersPages(address, way)] : []),
  ];
}

/** As people do who have signed in nowhere. */
const sendOpenly = (address: string, way: Transport) => sendOver({ ...way, headers: undefined }, address);

async function examineMembersPages(address: string, way: Transport): Promise<Check> {
  const findings = await checkMembersPages(address, sendOpenly(address, way));
  return { passed: 'Members reach the pages of the sign-in.', findings };
}

async function openPagesOf(address: string, way: Transport) {
  const pages = await checkOpenPages(address, sendOpenly(address, way));
  return { ...pages, anyArrived: pages.knowsSignIn !== undefined };
}

const throughProxy = ({ proxy }: Transport): Check[] =>
  proxy === undefined
    ? []
    : [{ passed: '', findings: [{ isNote: true, what: `Checked through the proxy ${proxy.shown}.` }] }];

async function examineApi(reached: Reached, knowsSignIn: boolean): Promise<Check[]> {
  const { address, way } = reached;
  return [
    { passed: 'SOTTO_PUBLIC_URL is this address.', findings: checkAddress(reached) },
    { passed: 'The clock of the service agrees with the clock of this machine.', findings: checkSkew(reached) },
    { passed: tlsWords(address), findings: await checkTls(reached) },
    ...(hasFamilies(address, way)
      ? [{ passed: 'Every kind of address of this name replies.', findings: await checkFamilies(reached) }]
      : []),
    {
      passed: 'The page and its files arrive unchanged, with all headers.',
      findings: await findingsOf('The page', async () => {
        const { page, isGuarded } = await fetchPage(reached);
        const guarded = isGuarded ? guardedFirstPage(knowsSignIn) : [];
        return [...guarded, ...checkHeaders(reached, page, knowsSignIn), ...(await checkPage(reached, page))];
      }),
    },
    { passed: 'Requests to open arrive.', findings: await checkOpening(reached, knowsSignIn) },
    { passed: 'Requests to create arrive, up to the largest size.', findings: await checkBodies(reached, knowsSignIn) },
    { passed: 'Uploads are not buffered in transit.', findings: await checkBuffering(reached) },
  ];
}
