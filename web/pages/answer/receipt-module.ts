import { prepareAnswer } from '#client/answer.ts';
import type { AnswerInput } from '#client/answer.ts';
import type { Question, RequestHolder } from '#client/question.ts';
import { creatorApi } from '#web/app/network/creator-api.ts';
import * as manage from '#client/manage.ts';
import type { Owner } from '#client/owner.ts';
import { ownerApi } from '#web/app/network/owner-api.ts';

/** The lazy module of what follows writing: sealing and sending, the view of the receipt, and what it asks the server. */
export { SentAnswer } from './sent-answer.tsx';

export const readStatus = (owner: Owner) => manage.readStatus(ownerApi, owner);
export const remove = (owner: Owner) => manage.remove(ownerApi, owner);

export const prepare = (question: RequestHolder & Pick<Question, 'asked'>, draft: AnswerInput) =>
  prepareAnswer(creatorApi, question, draft);
