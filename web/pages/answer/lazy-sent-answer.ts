import { NetworkError } from '#client/errors.ts';
import type { SentAnswerProps } from './sent-answer.tsx';

/** A separate function: Vite merges a `then` right after `import()` into its preload, which then misses failed styles. */
const importReceipt = () => import('./receipt-module.ts');

type ReceiptModule = Awaited<ReturnType<typeof importReceipt>>;
let receipt: ReceiptModule | undefined;

/**
 * Loads what follows sending, while the person writes. Can be repeated after a failure.
 * @throws NetworkError if it does not arrive
 */
export async function loadReceipt(): Promise<ReceiptModule> {
  try {
    return (receipt ??= await importReceipt());
  } catch (error) {
    throw new NetworkError('unreachable', error);
  }
}

/** Only after `loadReceipt`: no answer is sent before the page can show its receipt. */
export function LazySentAnswer(props: SentAnswerProps) {
  return receipt?.SentAnswer(props);
}
