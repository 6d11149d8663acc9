import type { Transport } from '#cli/service/transport.ts';
import { sendOver } from './probe.ts';
import { checkAddress, checkSkew, checkFamilies, checkTls } from './check-address.ts';
import { checkBodies, checkBuffering, checkOpening } from './check-bodies.ts';
import { checkHeaders } from './check-headers.ts';
import { fetchPage, checkPage } from './check-page.ts';
import { checkOpenPages, guardedApi, guardedFirstPage } from './check-sign-in.ts';
import { findingsOf } from './finding.ts';
import type { Finding } from './finding.ts';
import { reach } from './reach.ts';
import type { Reached } from './reach.ts';

/** Contacts a service from outside, as people do. The requests are malformed, so they create nothing. */
export async function examine(address: string, way: Transport): Promise<Finding[]> {
  const reached = await reach(address, way);
  if ('what' in reached) return [reached];
  const pages = await checkOpenPages(address, sendOver({ ...way, headers: undefined }, address));
  const { findings, knowsSignIn = false } = pages;
  // Neither the API nor the page of a link comes from Sotto.
  if ('stranger' in reached && pages.knowsSignIn === undefined) return [reached.stranger];
  const through: Finding[] =
    way.proxy === undefined ? [] : [{ isNote: true, what: `Checked through the proxy ${way.proxy.shown}.` }];
  const hasHeaders = way.headers !== undefined;
  const rest =
    'config' in reached
      ? await examineApi(reached, knowsSignIn)
      : guardedApi(reached.reply, { knowsSignIn, hasHeaders });
  return [...through, ...rest, ...findings];
}

async function examineApi(reached: Reached, knowsSignIn: boolean): Promise<Finding[]> {
  return [
    ...checkAddress(reached),
    ...checkSkew(reached),
    ...(await checkTls(reached)),
    ...(await checkFamilies(reached)),
    ...(await findingsOf('The page', async () => {
      const { page, isGuarded } = await fetchPage(reached);
      const guarded = isGuarded ? guardedFirstPage(knowsSignIn) : [];
      return [...guarded, ...checkHeaders(reached, page, knowsSignIn), ...(await checkPage(reached, page))];
    })),
    ...(await checkOpening(reached, knowsSignIn)),
    ...(await checkBodies(reached, knowsSignIn)),
    ...(await checkBuffering(reached)),
  ];
}
