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
  const { findings, isTold = false } = pages;
  // Neither the API nor the page of a link comes from Sotto.
  if ('stranger' in reached && pages.isTold === undefined) return [reached.stranger];
  const through: Finding[] =
    way.proxy === undefined ? [] : [{ isNote: true, what: `Checked through the proxy ${way.proxy.shown}.` }];
  const hasHeaders = way.headers !== undefined;
  const rest =
    'config' in reached ? await examineApi(reached, isTold) : guardedApi(reached.reply, { isTold, hasHeaders });
  return [...through, ...rest, ...findings];
}

async function examineApi(reached: Reached, isTold: boolean): Promise<Finding[]> {
  return [
    ...checkAddress(reached),
    ...checkSkew(reached),
    ...(await checkTls(reached)),
    ...(await checkFamilies(reached)),
    ...(await findingsOf('The page', async () => {
      const { page, isGuarded } = await fetchPage(reached);
      const guarded = isGuarded ? guardedFirstPage(isTold) : [];
      return [...guarded, ...checkHeaders(reached, page, isTold), ...(await checkPage(reached, page))];
    })),
    ...(await checkOpening(reached, isTold)),
    ...(await checkBodies(reached, isTold)),
    ...(await checkBuffering(reached)),
  ];
}
