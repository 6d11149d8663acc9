import { ApiError, serviceFailureOf } from '#client/errors.ts';
import type { ManagedShare } from '#client/manage.ts';
import { createBackoff } from '#client/retry.ts';
import type { AnswerEffects, SentState } from './state.ts';

/** Short at first: people watch for the answer to be read right after sending it. */
const WATCH_SECONDS = [3, 5, 8, 15, 30, 60];

export interface ReceiptWatch {
  /** Polls until the answer is read or has ended, while the page is visible. */
  readonly watch: () => Promise<void>;
  readonly remove: () => Promise<void>;
  readonly retryNow: () => void;
}

interface Page {
  /** Undefined once the page shows something else. */
  readonly sent: () => SentState | undefined;
  readonly show: (next: SentState) => void;
}

/** The receipt of a sent answer, for its author. */
export function createReceipt(
  effects: Pick<AnswerEffects, 'readStatus' | 'remove' | 'visible' | 'wait'>,
  { sent, show }: Page,
): ReceiptWatch {
  const backoff = createBackoff(effects.wait, WATCH_SECONDS);
  const change = (members: Partial<Omit<SentState, 'at'>>) => {
    const now = sent();
    if (now !== undefined) show({ ...now, ...members });
  };
  const look = async (asked: SentState) => {
    try {
      const status = await effects.readStatus(asked.shared);
      if (sent()?.removal.at !== 'removing') change({ status, failure: undefined });
    } catch (error) {
      change({ failure: serviceFailureOf(error) ?? { kind: 'strange' } });
    }
  };
  return {
    watch: async () => {
      for (let quiet = 0; ; quiet++) {
        const now = sent();
        if (now === undefined || isSettled(now.status)) return;
        if (effects.visible() && now.removal.at !== 'removing') await look(now);
        if (isSettled(sent()?.status)) return;
        await backoff.pause(quiet, sent()?.failure);
      }
    },
    remove: async () => {
      const now = sent();
      if (now === undefined || now.removal.at === 'removing') return;
      change({ removal: { at: 'removing' } });
      try {
        change({ status: await effects.remove(now.shared), removal: { at: 'not-asked' }, failure: undefined });
      } catch (error) {
        const failure =
          serviceFailureOf(error) ?? ({ kind: error instanceof ApiError ? 'server' : 'strange' } as const);
        change({ removal: { at: 'failed', failure } });
      }
      backoff.retryNow();
    },
    retryNow: backoff.retryNow,
  };
}

/** Read or ended: nothing that its author cares about will change. */
export function isSettled(status: ManagedShare | undefined): boolean {
  return status !== undefined && (status.state !== 'live' || status.readAt !== undefined);
}
