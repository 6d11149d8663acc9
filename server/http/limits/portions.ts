import { portions } from './limits.ts';

export interface Prefix {
  readonly name: string;
  /** A part of each total: ⅛, ¼ or ½. */
  readonly portion: number;
}

/** The client and the networks around it, narrowest first. @param client as `ClientAddress` names it */
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

/** The name that `lacking` returns when the whole total is taken. */
export const EVERYONE = '';

/** Counts who holds how much of one scarce thing. A client of undefined is exempt from portions, not from the total. */
export interface Portions {
  /** @returns what gives it back; undefined when the total, or the portion of a prefix, would be exceeded */
  take(client: string | undefined, amount?: number): Release | undefined;
  /** Counts what is held already, whether it fits or not: later `take`s see it. */
  hold(client: string | undefined, amount: number): Release;
  /** @returns the name of the first prefix that has not this much left, `EVERYONE` for the total, undefined when it fits */
  lacking(client: string | undefined, amount?: number): string | undefined;
  /** @param name of a prefix, or `EVERYONE` */
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

/** At least one, however small the total is. */
const mostOf = (total: number, portion: number): number => Math.max(1, Math.floor(total * portion));
