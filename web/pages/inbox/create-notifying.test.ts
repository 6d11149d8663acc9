import { expect, test } from 'vitest';
import { createNotifying } from './create-notifying.ts';
import type { NotifyingEffects } from './create-notifying.ts';

function world(over: Partial<NotifyingEffects> = {}) {
  const said: string[] = [];
  const notifier = createNotifying({
    permission: () => 'default',
    request: async () => 'granted',
    show: (words) => said.push(words),
    focused: () => false,
    ...over,
  });
  return { notifier, said };
}

test('nothing is said before the person allowed it, nor after it is turned off', async () => {
  const { notifier, said } = world();
  notifier.tell('before');
  await notifier.turnOn();
  notifier.tell('between');
  notifier.turnOff();
  notifier.tell('after');
  expect(said).toEqual(['between']);
});

test('whoever looks at the page is not told', async () => {
  const { notifier, said } = world({ focused: () => true });
  await notifier.turnOn();
  notifier.tell('seen');
  expect(said).toEqual([]);
});

test('a refusal is said where permission was asked for, and only there', async () => {
  expect(world({ permission: () => undefined }).notifier.state()).toBe('unavailable');
  expect(world({ permission: () => 'denied' }).notifier.state()).toBe('unavailable');
  const { notifier } = world({ request: async () => 'denied' });
  await notifier.turnOn();
  expect(notifier.state()).toBe('refused');
});

test('a browser in which a page may show none itself ends it', async () => {
  const { notifier } = world({
    show: () => {
      throw new TypeError('Illegal constructor');
    },
  });
  await notifier.turnOn();
  notifier.tell('one');
  expect(notifier.state()).toBe('unavailable');
});
