import { expect, test } from 'vitest';
import { createNotifying } from './create-notifying.ts';
import type { NotifyingEffects } from './create-notifying.ts';

function world(over: Partial<NotifyingEffects> = {}) {
  const said: string[] = [];
  const notifier = createNotifying({
    permission: () => 'default',
    request: async () => 'granted',
    show: ({ words }) => said.push(words),
    focused: () => false,
    ...over,
  });
  return { notifier, said };
}

test('notifications appear only after the person allows them and until they are turned off', async () => {
  const { notifier, said } = world();
  notifier.tell({ words: 'before', event: 'before' });
  await notifier.turnOn();
  notifier.tell({ words: 'between', event: 'between' });
  notifier.turnOff();
  notifier.tell({ words: 'after', event: 'after' });
  expect(said).toEqual(['between']);
});

test('nothing appears while the person is looking at the page', async () => {
  const { notifier, said } = world({ focused: () => true });
  await notifier.turnOn();
  notifier.tell({ words: 'seen', event: 'seen' });
  expect(said).toEqual([]);
});

test('a refusal shows only after the page has asked for permission', async () => {
  expect(world({ permission: () => undefined }).notifier.state()).toBe('unavailable');
  expect(world({ permission: () => 'denied' }).notifier.state()).toBe('unavailable');
  const { notifier } = world({ request: async () => 'denied' });
  await notifier.turnOn();
  expect(notifier.state()).toBe('refused');
});

test('notifications become unavailable if the browser does not let pages show them', async () => {
  const { notifier } = world({
    show: () => {
      throw new TypeError('Illegal constructor');
    },
  });
  await notifier.turnOn();
  notifier.tell({ words: 'one', event: 'one' });
  expect(notifier.state()).toBe('unavailable');
});
