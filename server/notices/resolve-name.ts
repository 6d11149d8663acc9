import { promises as dns } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

const TIMEOUT_MS = 3_000;

/** @throws Error if the name has no address */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/**
 * Asks the name servers directly (c-ares), once. The system's own lookup blocks one of Node's few threads for up to 20
 * seconds if a name server is silent, and with them every other lookup and file of the service; it also reads
 * /etc/hosts, which may name machines of the operator's network.
 */
export const askNameServers: Resolve = async (name) => {
  const resolver = new dns.Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = [...addressesOf(four, 4), ...addressesOf(six, 6)];
  if (found.length > 0) return found;
  throw four.status === 'rejected' ? four.reason : new Error('The name has no address.');
};

const addressesOf = (result: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] =>
  result.status === 'rejected' ? [] : result.value.map((address) => ({ address, family }));

/**
 * For the `lookup` of a connection. Every address is checked, and the connection goes to one of the checked ones: a name
 * cannot change between the check and the connection.
 */
export function lookupWith(resolve: Resolve, isRefused: (address: string) => boolean): LookupFunction {
  return (name, { all, family }, callback) => {
    const wanted = family === 4 || family === 6 ? family : undefined;
    const resolved = resolve(name).then((found) => {
      if (found.some(({ address }) => isRefused(address))) throw new Error('The name has a refused address.');
      const fitting = found.filter((one) => wanted === undefined || one.family === wanted);
      const [first] = fitting;
      if (first === undefined) throw new Error('The name has no address of this family.');
      return { first, fitting };
    });
    resolved.then(
      ({ first, fitting }) => {
        if (all === true) callback(null, [...fitting]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error('The lookup failed.'), ''),
    );
  };
}
