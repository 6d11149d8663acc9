import type { Field, FileEntry } from '#crypto/payload.ts';
import { sealAnswerKey } from '#crypto/requests.ts';
import type { CallOptions } from './call.ts';
import type { CreatorApi } from './creator-api.ts';
import { idBytes } from './ids.ts';
import { linkProofOf } from './question.ts';
import type { Question, RequestHolder } from './question.ts';
import { prepareShare } from './share.ts';
import type { PreparedShare } from './share.ts';

export interface AnswerInput extends CallOptions {
  readonly text: string;
  readonly fields?: readonly Field[] | undefined;
  readonly files?: readonly FileEntry[] | undefined;
}

/**
 * An answer is a share whose key is sealed to the person who asked. `send` returns its author's links.
 * @throws as `prepareShare`
 */
export async function prepareAnswer(
  api: CreatorApi,
  { id, linkKey, passes, asked }: Omit<RequestHolder, 'signal'> & Pick<Question, 'asked'>,
  draft: AnswerInput,
): Promise<PreparedShare> {
  const requestId = idBytes(id);
  return prepareShare(api, {
    ...draft,
    passes,
    maxViews: 0,
    ttlSeconds: asked.answerTtl,
    // An answer has no password: the person who asked would not know it.
    kdf: () => Promise.reject(new Error('An answer has no password.')),
    answer: {
      request: id,
      ...linkProofOf({ id, linkKey }),
      needsPass: asked.gates?.members !== undefined,
      sealKey: (shareId, key) => sealAnswerKey({ requestId, descriptor: asked, shareId, linkKey: key }),
    },
  });
}
