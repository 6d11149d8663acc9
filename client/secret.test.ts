import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { redacting } from './secret.ts';

const make = () =>
  redacting<{ id: string; link: string; title?: string }>({ id: 'x', link: 'https://s/#k3y' }, ['link', 'title']);

test('secrets are readable as members and hidden in logs', () => {
  const value = make();
  expect(value.link).toBe('https://s/#k3y');
  for (const text of [JSON.stringify({ value }), inspect({ value }), String(value)]) {
    expect(text).not.toContain('k3y');
  }
  expect(JSON.parse(JSON.stringify(value))).toEqual({ id: 'x', link: '[redacted]' });
});

test('the object is otherwise plain: it has only its own keys and can be cloned', () => {
  expect(Object.keys(make())).toEqual(['id', 'link']);
  expect(structuredClone(make())).toEqual({ id: 'x', link: 'https://s/#k3y' });
});
