import type { Asked, PreparedRequest, Wish } from '#client/ask.ts';
import type { Trouble } from '#web/connection/trouble.ts';
import type { AskDraft } from './ask-draft.ts';

/** Why it is not sealed. Nothing typed is lost by any of them. */
export type Setback =
  | {
      readonly kind: 'title-empty' | 'field-nameless' | 'malformed' | 'too-long' | 'no-moment' | 'moment-out-of-bounds';
    }
  | { readonly kind: 'terms-refused' | 'no-space' | 'refused' | 'unable' }
  | { readonly kind: 'fields-alike'; readonly name: string }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

export type Ask =
  | { readonly at: 'writing'; readonly draft: AskDraft; readonly setback?: Setback | undefined }
  | { readonly at: 'sealing'; readonly draft: AskDraft }
  | {
      readonly at: 'asked';
      readonly asked: Asked;
      readonly terms: Pick<AskDraft, 'answerTtlSeconds' | 'keep'>;
      /** My shares has it, so that it can be found again without the manage link. */
      readonly listed: boolean;
    };

export interface AskEffects {
  readonly prepare: (wish: Wish) => Promise<PreparedRequest>;
  /** @returns false when this browser keeps nothing. */
  readonly list: (asked: Asked) => Promise<boolean>;
  readonly unlist: (asked: Asked) => Promise<void>;
  /** Unix seconds of this machine. */
  readonly now: () => number;
}
