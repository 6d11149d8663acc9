import { describeRequest, prepareAnswer, readQuestion } from '#client/answer.ts';
import { sleep } from '#client/retry.ts';
import { checkPrimitives } from '#crypto/self-check.ts';
import { creatorApi as api } from '#web/app/network/creator-api.ts';
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
    describe: (holder) => describeRequest(requests, holder),
    read: (holder) => readQuestion(requests, holder),
    prepare: (question, draft) => prepareAnswer(api, question, draft),
    loadReceipt,
    readStatus: async (shared) => (await loadReceipt()).readStatus(shared),
    remove: async (shared) => (await loadReceipt()).remove(shared),
    upload,
    visible: () => document.visibilityState === 'visible',
    wait: sleep,
  };
}
