import { expect, test } from 'vitest';
import { readMemberRules } from './member-rules.ts';

test('a rule is a domain, an address, a group or a claim', () => {
  expect(readMemberRules(' @Example.org,Ana@bücher.example , ')).toEqual([
    { kind: 'domain', domain: 'example.org' },
    { kind: 'address', address: 'ana@xn--bcher-kva.example' },
  ]);
  expect(readMemberRules('@example.org bob@example.com')).toHaveLength(2);
  expect(readMemberRules('group:All staff, claim:/realm_access/roles=a=b,@example.org')).toEqual([
    { kind: 'group', group: 'All staff' },
    { kind: 'claim', pointer: '/realm_access/roles', value: 'a=b' },
    { kind: 'domain', domain: 'example.org' },
  ]);
});

test.each([
  '',
  ',',
  'example.org',
  '@',
  '@localhost',
  '@*.example.org',
  'Ana <ana@example.org>',
  'group:',
  `group:${'g'.repeat(129)}`,
  'claim:tid=7',
  'claim:/tid',
  'claim:/tid=',
  'claim:/a~2=7',
  'claim:=7',
  '@example.org group:staff',
  '@example.org,staff',
])('%j is no list of rules', (text) => {
  expect(readMemberRules(text)).toBe(undefined);
});

test('no rule takes an address from a claim, where nobody looks whether it is verified', () => {
  expect(readMemberRules('claim:/email=ana@example.org')).toBe(undefined);
});
