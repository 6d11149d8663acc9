import { portions } from './limits.ts';

export interface Prefix {
  readonly name: string;
  /** A fraction of each total: ⅛, ¼ or ½. */
  readonly portion: number;
}

/** The client and its surrounding networks, narrowest first. @param client as returned by `ClientAddress` */
export function prefixesOf(client: string): readonly Prefix[] {
  const { address, site, network } = portions;
  const lastDot = client.lastIndexOf('.');
  const own = { name: client, portion: address };
  if (lastDot > 0) return [own, { name: `${client.slice(0, lastDot)}.0/24`, portion: network }];
  const [first, second, third, fourth] = client.split(':');
  if (fourth === undefined) return [own];
  const above = `${first}:${second}:${third}`;
  return [
    own,
    { name: `${above}:${Number(fourth) & 0xff00}/56`, portion: site },
    { name: `${above}/48`, portion: network },
  ];
}

export type Release = () => void;

/** The name that `lacking` returns if the total is used up. */
export const EVERYONE = '';

/**
 * Counts how much of one scarce resource each client holds. An undefined client is exempt from portions, not from the
 * total.
 */
export interface Portions {
  /** @returns a function that releases it; undefined if it would exceed the total or the portion of a prefix */
  take(client: string | undefined, amount?: number): Release | undefined;
  /** Counts an amount that is already held, whether or not it fits. Later calls of `take` see it. */
  hold(client: string | undefined, amount: number): Release;
  /** @returns the name of the first prefix without this much left, `EVERYONE` for the total, undefined if it fits */
  lacking(client: string | undefined, amount?: number): string | undefined;
  /** @param name the name of a prefix, or `EVERYONE` */
  held(name: string): number;
}

export function createPortions(total: number): Portions {
  const counts = new Map<string, number>();
  const held = (name: string) => counts.get(name) ?? 0;
  const add = (name: string, amount: number) => {
    const count = held(name) + amount;
    if (count === 0) counts.delete(name);
    else counts.set(name, count);
  };
  const prefixes = (client: string | undefined) => (client === undefined ? [] : prefixesOf(client));

  const lacking = (client: string | undefined, amount = 1) => {
    const full = prefixes(client).find(({ name, portion }) => held(name) + amount > mostOf(total, portion));
    if (full !== undefined) return full.name;
    return held(EVERYONE) + amount > total ? EVERYONE : undefined;
  };
  const hold = (client: string | undefined, amount: number): Release => {
    const names = [EVERYONE, ...prefixes(client).map(({ name }) => name)];
    for (const name of names) add(name, amount);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      for (const name of names) add(name, -amount);
    };
  };
  return {
    lacking,
    hold,
    held,
    take: (client, amount = 1) => (lacking(client, amount) === undefined ? hold(client, amount) : undefined),
  };
}

/** At least one, even for a small total. */
const mostOf = (total: number, portion: number): number => Math.max(1, Math.floor(total * portion));
