// Written by `npm run words` from words/en/server-shell.json.
import type { Message } from '#client/words/message.ts';

export interface ShellWords {
  readonly withoutScriptTitle: string;
  readonly withoutScriptReason: string;
  readonly withoutScriptNext: string;
  readonly notStartedTitle: string;
  readonly notStartedReason: string;
  readonly notStartedNext: string;
  readonly unsupportedTitle: string;
  readonly unsupportedReason: string;
  readonly unsupportedNext: Message<{ readonly chrome: string; readonly firefox: string; readonly safari: string }>;
  readonly support: string;
  readonly supportNext: string;
}
