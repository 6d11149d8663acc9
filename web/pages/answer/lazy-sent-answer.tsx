import type { Component } from 'solid-js';
import { NetworkError } from '#client/errors.ts';
import type { SentAnswerProps } from './sent-answer.tsx';

/** A separate function: Vite merges a `then` right after `import()` into its preload, which then misses failed styles. */
const importSent = () => import('./sent-answer.tsx');

let Sent: Component<SentAnswerProps> | undefined;

/**
 * Loads the view of a sent answer, while the person writes. Can be repeated after a failure.
 * @throws NetworkError if it does not arrive
 */
export async function loadSentAnswer(): Promise<void> {
  try {
    Sent ??= (await importSent()).SentAnswer;
  } catch (error) {
    throw new NetworkError('unreachable', error);
  }
}

/** Only after `loadSentAnswer`: no answer is sent before the page can show its receipt. */
export function LazySentAnswer(props: SentAnswerProps) {
  return Sent?.(props);
}
