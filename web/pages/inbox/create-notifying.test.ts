import { expect, test } from 'vitest';
import { createNotifying } from './create-notifying.ts';
import type { NotifyingEffects } from './create-notifying.ts';

function inboxWorld(over: Partial<NotifyingEffects> = {}) {
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

test('notifications appear only after the person allows them and until they are turned off', async () => {
  const { notifier, said } = inboxWorld();
  notifier.tell('before');
  await notifier.turnOn();
  notifier.tell('between');
  notifier.turnOff();
  notifier.tell('after');
  expect(said).toEqual(['between']);
});

test('nothing appears while the person is looking at the page', async () => {
  const { notifier, said } = inboxWorld({ focused: () => true });
  await notifier.turnOn();
  notifier.tell('seen');
  expect(said).toEqual([]);
});

test('a refusal shows only after the page has asked for permission', async () => {
  expect(inboxWorld({ permission: () => undefined }).notifier.state()).toBe('unavailable');
  expect(inboxWorld({ permission: () => 'denied' }).notifier.state()).toBe('unavailable');
  const { notifier } = inboxWorld({ request: async () => 'denied' });
  await notifier.turnOn();
  expect(notifier.state()).toBe('refused');
});

test('notifications become unavailable if the browser does not let pages show them', async () => {
  const { notifier } = inboxWorld({
    show: () => {
      throw new TypeError('Illegal constructor');
    },
  });
  await notifier.turnOn();
  notifier.tell('one');
  expect(notifier.state()).toBe('unavailable');
});
