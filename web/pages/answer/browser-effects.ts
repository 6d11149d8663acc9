import { describeRequest, prepareAnswer, readQuestion } from '#client/answer.ts';
import { readStatus, remove } from '#client/manage.ts';
import { sleep } from '#client/retry.ts';
import { checkPrimitives } from '#crypto/self-check.ts';
import { api } from '#web/app/network/api.ts';
import { upload } from '#web/parts/files/lazy-files.ts';
import { pathId, publicUrl } from '#web/app/network/page-address.ts';
import { requests } from '#web/app/network/requests-api.ts';
import { loadSentAnswer } from './lazy-sent-answer.tsx';
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
    readStatus: (shared) => readStatus(api, shared),
    remove: (shared) => remove(api, shared),
    loadSent: loadSentAnswer,
    upload,
    elapsedMs: () => performance.now(),
    visible: () => document.visibilityState === 'visible',
    wait: sleep,
  };
}
