import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { redacting } from './secret.ts';

const make = () =>
  redacting<{ id: string; link: string; title?: string }>({ id: 'x', link: 'https://s/#k3y' }, ['link', 'title']);

test('shows its secrets to whoever asks for them by name, and to no log', () => {
  const value = make();
  expect(value.link).toBe('https://s/#k3y');
  for (const text of [JSON.stringify({ value }), inspect({ value }), String(value)]) {
    expect(text).not.toContain('k3y');
  }
  expect(JSON.parse(JSON.stringify(value))).toEqual({ id: 'x', link: '[redacted]' });
});

test('is a plain object otherwise: its keys are its own, and it can be cloned', () => {
  expect(Object.keys(make())).toEqual(['id', 'link']);
  expect(structuredClone(make())).toEqual({ id: 'x', link: 'https://s/#k3y' });
});
