// Written by `npm run words` from words/en/server-replies.json.
import type { Message } from '#client/words/message.ts';

export interface RepliesWords {
  readonly tooManyPages: Message<{ readonly seconds: number }>;
}
