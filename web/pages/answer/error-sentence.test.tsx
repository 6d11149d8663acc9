import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { sentenceOf } from './error-sentence.tsx';
import type { AnswerError } from './state.ts';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

function show(error: AnswerError): HTMLElement {
  const root = document.body.appendChild(document.createElement('p'));
  const unmount = render(() => <>{sentenceOf(error)}</>, root);
  dispose = () => {
    unmount();
    root.remove();
  };
  return root;
}

test.each([
  [['User'], 'This is still empty: User. Fill it in, or send again without it.'],
  [['User', 'שם', '<b>'], 'These are still empty: User, שם, <b>. Fill them in, or send again without them.'],
])('the empty fields %j are named, each with a direction of its own', (names, sentence) => {
  const shown = show({ kind: 'fields-empty', names });
  expect(shown.textContent).toBe(sentence);
  expect([...shown.querySelectorAll('bdi')].map(({ textContent }) => textContent)).toEqual(names);
});

test.each<[AnswerError, string]>([
  [{ kind: 'file-changed', name: 'plan.pdf' }, 'plan.pdf has changed or can no longer be read'],
  [{ kind: 'file-changed', name: undefined }, 'One of the files has changed or can no longer be read'],
  [{ kind: 'quota', afterSeconds: 3600 }, 'send again in an hour, or send less.'],
  [{ kind: 'quota', afterSeconds: undefined }, 'send again tomorrow, or send less.'],
  [{ kind: 'no-space', afterSeconds: undefined }, 'send again later, or send less.'],
  [{ kind: 'files-too-large', maxBytes: 50_000_000 }, 'larger than the 50 MB that the server accepts'],
  [{ kind: 'service', failure: { kind: 'busy', afterSeconds: 60 } }, 'send again in a minute.'],
  [
    { kind: 'too-long', maxBytes: 1000, bytes: 1200 },
    'This is too long to seal. It takes 1,200 bytes, but only 1,000 fit. A line break,',
  ],
])('%j is told in whole sentences', (error, sentence) => {
  expect(show(error).textContent).toContain(sentence);
});
