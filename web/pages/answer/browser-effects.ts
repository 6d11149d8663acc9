import { describeRequest, readQuestion } from '#client/question.ts';
import { NetworkError } from '#client/errors.ts';
import { sleep } from '#client/retry.ts';
import { checkPrimitives } from '#crypto/self-check.ts';
import { upload } from '#web/parts/files/lazy-files.ts';
import { pathId, publicUrl } from '#web/app/network/page-address.ts';
import { askedApi as requests } from '#web/app/network/asked-api.ts';
import { loadReceipt } from './lazy-sent-answer.ts';
import type { AnswerEffects } from './state.ts';

export function answerEffects(): Omit<AnswerEffects, 'policy'> {
  return {
    id: pathId(),
    publicUrl: publicUrl(),
    fragment: () => location.hash,
    selfCheck: checkPrimitives,
    loadMembers: async () => {
      const loading = Promise.all([
        import('#web/parts/session/members-gate-effects.ts'),
        import('#web/parts/session/create-members-gate.ts'),
      ]);
      const [{ membersGateEffects }, { createMembersGate }] = await loading.catch((error: unknown) => {
        throw new NetworkError('unreachable', error);
      });
      return { effects: membersGateEffects, createMembersGate };
    },
    describe: (holder) => describeRequest(requests, holder),
    read: (holder) => readQuestion(requests, holder),
    prepare: async (question, draft) => (await loadReceipt()).prepare(question, draft),
    loadReceipt,
    readStatus: async (shared) => (await loadReceipt()).readStatus(shared),
    remove: async (shared) => (await loadReceipt()).remove(shared),
    upload,
    visible: () => document.visibilityState === 'visible',
    wait: sleep,
  };
}
