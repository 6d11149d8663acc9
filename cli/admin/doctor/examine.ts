import type { Transport } from '#cli/service/transport.ts';
import { askBy } from './ask.ts';
import { checkAddress, checkClock, checkFamilies, checkTls } from './check-address.ts';
import { checkBodies, checkBuffering, checkOpening } from './check-bodies.ts';
import { checkHeaders } from './check-headers.ts';
import { askPage, checkPage } from './check-page.ts';
import { checkOpenPages, guardedApi, guardedFirstPage } from './check-sign-in.ts';
import { findingsOf } from './finding.ts';
import type { Finding } from './finding.ts';
import { reach } from './reach.ts';
import type { Reached } from './reach.ts';

/** Talks to a service as people do, from outside. Nothing is created: what is sent has not the form of anything. */
export async function examine(address: string, way: Transport): Promise<Finding[]> {
  const reached = await reach(address, way);
  if ('what' in reached) return [reached];
  const pages = await checkOpenPages(address, askBy({ ...way, headers: undefined }, address));
  const { findings, isTold = false } = pages;
  // Neither the API nor a page of a link is ours.
  if ('stranger' in reached && pages.isTold === undefined) return [reached.stranger];
  const through: Finding[] =
    way.proxy === undefined ? [] : [{ isNote: true, what: `Asked through the proxy ${way.proxy.shown}.` }];
  const hasHeaders = way.headers !== undefined;
  const rest =
    'config' in reached ? await examineApi(reached, isTold) : guardedApi(reached.reply, { isTold, hasHeaders });
  return [...through, ...rest, ...findings];
}

async function examineApi(reached: Reached, isTold: boolean): Promise<Finding[]> {
  return [
    ...checkAddress(reached),
    ...checkClock(reached),
    ...(await checkTls(reached)),
    ...(await checkFamilies(reached)),
    ...(await findingsOf('The page', async () => {
      const { page, isGuarded } = await askPage(reached);
      const guarded = isGuarded ? guardedFirstPage(isTold) : [];
      return [...guarded, ...checkHeaders(reached, page, isTold), ...(await checkPage(reached, page))];
    })),
    ...(await checkOpening(reached, isTold)),
    ...(await checkBodies(reached, isTold)),
    ...(await checkBuffering(reached)),
  ];
}
