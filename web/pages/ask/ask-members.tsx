import { Show } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { askMembers as words } from '#words/ask-members.ts';
import { inSlots } from '#web/i18n/words.ts';
import MemberChoices from '#web/parts/session/member-choices.tsx';
import { Sentence } from '#web/parts/terms/sentence.tsx';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { mayAskAnyone } from './ask-draft.ts';
import type { AskDraft } from './ask-draft.ts';

export interface AskMembersProps {
  readonly draft: AskDraft;
  readonly policy: Policy;
  readonly onEdit: (change: Partial<AskDraft>) => void;
}

/** Who reads and answers a request, where members can sign in. */
export default function AskMembers(props: AskMembersProps) {
  const isAllowed = (who: 'anyone' | 'members') =>
    who === 'anyone' ? mayAskAnyone(props.policy) : (props.policy.who?.includes('members') ?? true);
  const chosen = () => (props.draft.forMembers ? 'members' : 'anyone');
  const options = () =>
    (['anyone', 'members'] as const)
      .filter((who) => isAllowed(who) || who === chosen())
      .map((value) => ({ value, label: words.who[value] }));
  return (
    <>
      <Show when={options().length > 1 || props.draft.forMembers}>
        <Sentence>
          {inSlots(words.terms, {
            who: (
              <SentenceSelect
                label={words.who.label}
                value={chosen()}
                options={options()}
                onChange={(who) => props.onEdit({ forMembers: who === 'members' })}
              />
            ),
          })}
        </Sentence>
      </Show>
      <MemberChoices
        kind="request"
        forMembers={props.draft.forMembers}
        choice={props.draft}
        policy={props.policy}
        onChange={props.onEdit}
      />
    </>
  );
}
