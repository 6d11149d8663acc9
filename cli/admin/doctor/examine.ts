import { checkAddress, checkClock, checkFamilies, checkTls } from './check-address.ts';
import { checkBodies, checkBuffering } from './check-bodies.ts';
import { checkHeaders } from './check-headers.ts';
import { askPage, checkPage } from './check-page.ts';
import { findingsOf } from './finding.ts';
import type { Finding } from './finding.ts';
import { reach } from './reach.ts';

/** Talks to a service as people do, from outside. Nothing is created: what is sent has not the form of anything. */
export async function examine(address: string): Promise<Finding[]> {
  const reached = await reach(address);
  if (!('config' in reached)) return [reached];
  return [
    ...checkAddress(reached),
    ...checkClock(reached),
    ...(await checkTls(reached)),
    ...(await checkFamilies(reached)),
    ...(await findingsOf('The page', async () => {
      const page = await askPage(reached);
      return [...checkHeaders(reached, page), ...(await checkPage(reached, page))];
    })),
    ...(await checkBodies(reached)),
    ...(await checkBuffering(reached)),
  ];
}
