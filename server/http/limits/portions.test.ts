import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClientAddress } from '#server/http/client-address.ts';
import { createPortions, EVERYONE, prefixesOf } from './portions.ts';
import type { Release } from './portions.ts';

const address = createClientAddress([]);
const ipv4 = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(3)).map(([b, c, d]) => `10.${b}.${c}.${d}`);
const ipv6 = fc
  .tuple(fc.nat(1), fc.nat(0x300), fc.nat(2))
  .map(([site, subnet, host]) => `2001:db8:${site}:${subnet.toString(16)}::${host}`);
const client = fc.oneof(ipv4, ipv6).map((peer) => address(peer, undefined));
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ take: client, amount: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ release: fc.nat() }) },
);

test('no client and no network ever holds more than its portion, and a released amount is available again', () => {
  const run = (total: number, steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]) => {
    const portions = createPortions(total);
    const held = new Map<string, number>();
    const releases: (readonly [Release, string, number])[] = [];
    const count = (of: string, amount: number) => {
      for (const name of [EVERYONE, ...prefixesOf(of).map((prefix) => prefix.name)])
        held.set(name, (held.get(name) ?? 0) + amount);
    };
    for (const taken of steps) {
      if ('release' in taken) {
        const [released] = releases.splice(taken.release % (releases.length || 1), 1);
        if (released === undefined) continue;
        const [release, of, amount] = released;
        release();
        release();
        count(of, -amount);
        continue;
      }
      const { take: of, amount } = taken;
      const before = new Map(held);
      const release = portions.take(of, amount);
      const fits = [{ name: EVERYONE, portion: 1 }, ...prefixesOf(of)].every(
        ({ name, portion }) => (before.get(name) ?? 0) + amount <= Math.max(1, Math.floor(total * portion)),
      );
      expect(release !== undefined).toBe(fits);
      if (release === undefined) continue;
      count(of, amount);
      releases.push([release, of, amount]);
    }
    for (const [name, amount] of held) expect(portions.held(name)).toBe(amount);
    for (const [release, of, amount] of releases) {
      release();
      count(of, -amount);
    }
    for (const name of held.keys()) expect(portions.held(name)).toBe(0);
    expect(portions.lacking(undefined, total)).toBeUndefined();
  };
  fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), fc.array(step, { maxLength: 120 }), run), { numRuns: 200 });
});

/** How much of 800 a set of addresses gets if each takes as much as it can. */
function takenBy(peers: readonly string[]): number {
  const portions = createPortions(800);
  for (const peer of peers) while (portions.take(address(peer, undefined)) !== undefined);
  return portions.held(EVERYONE);
}

const range = (count: number, peer: (i: number) => string) => Array.from({ length: count }, (_, i) => peer(i));
const hex = (i: number) => i.toString(16);

test.each<[string, readonly string[], number]>([
  ['an IPv4 address', ['192.0.2.1'], 100],
  ['an IPv4 /24', range(256, (i) => `192.0.2.${i}`), 400],
  ['two IPv4 /24', range(512, (i) => `192.0.${2 + (i >> 8)}.${i & 255}`), 800],
  ['an IPv6 /64', range(50, (i) => `2001:db8:0:1:${hex(i)}::1`), 100],
  ['an IPv6 /60', range(16, (i) => `2001:db8:0:${hex(i)}::1`), 200],
  ['an IPv6 /56', range(256, (i) => `2001:db8:0:${hex(i)}::1`), 200],
  ['an IPv6 /48', range(4096, (i) => `2001:db8:0:${hex(i * 16)}::1`), 400],
  ['IPv4-mapped IPv6', ['::ffff:192.0.2.1', '192.0.2.1', '::ffff:c000:201'], 100],
  ['IPv4 through a translator', ['64:ff9b::192.0.2.1', '::ffff:0:192.0.2.1', '192.0.2.1'], 100],
  ['IPv4 clients of one translator', range(256, (i) => `64:ff9b::198.51.${i}.1`), 800],
  ['a 6to4 /48', range(100, (i) => `2002:c000:201:${hex(i)}::1`), 100],
  ['6to4 of an IPv4 /24', range(256, (i) => `2002:c000:2${hex(i).padStart(2, '0')}::1`), 400],
  ['Teredo clients behind one address', range(9, (i) => `2001:0:0:0:0:${hex(i)}:3fff:fdfe`), 100],
  ['link-local addresses of one link', range(100, (i) => `fe80::${hex(i)}%eth0`), 100],
  ['peers without an address', ['', 'unknown'], 100],
])('%s', (_name, peers, expected) => {
  expect(takenBy(peers)).toBe(expected);
});

test('only the total limits an exempt peer', () => {
  const portions = createPortions(80);
  for (let i = 0; i < 80; i++) expect(portions.take(undefined)).toBeDefined();
  expect(portions.lacking(undefined)).toBe(EVERYONE);
  expect(portions.lacking('192.0.2.1')).toBe(EVERYONE);
});
