import type { ComposeDraft } from '#web/pages/compose/compose-draft.ts';
import type { Delivered, Delivery } from '#web/pages/compose/deliver-share.ts';
import type { ComposeError, ComposeState, LinksState, MadeLink } from '#web/pages/compose/state.ts';
import { conditionsInput, sealedConditions } from './check-conditions.ts';

export interface LinksRun {
  readonly state: () => ComposeState;
  readonly show: (state: ComposeState) => void;
  readonly signal: AbortSignal;
  readonly kept: Pick<LinksState, 'contents' | 'password'>;
  readonly deliver: (delivery: Omit<Delivery, 'signal'>) => Promise<Delivered>;
  readonly failedWith: (cause: unknown) => ComposeError;
}

interface Left {
  readonly draft: ComposeDraft;
  readonly names: readonly string[];
}

/**
 * Makes a share for each name, one after the other. If one fails, the links that are made stay, and another call with
 * the names that are left goes on with it. Until the first link is made, the draft stays on the page.
 */
export async function makeLinks(run: LinksRun, { draft, names }: Left): Promise<void> {
  for (const [index, name] of names.entries()) {
    if (!(await makeLink(run, { draft, names: names.slice(index) }, name))) return;
  }
}

/** @returns false if it stopped */
async function makeLink(run: LinksRun, left: Left, name: string): Promise<boolean> {
  const { draft, names } = left;
  const { conditions } = draft;
  if (conditions === undefined) throw new Error('Links for several people need their names.');
  const { signal, show } = run;
  const before = () => madeOf(run.state());
  const input = conditionsInput(conditions);
  const showMade = (made: readonly MadeLink[], rest?: LinksState['left']) =>
    show({ at: 'links', ...run.kept, conditions: sealedConditions(input), made, ...(rest && { left: rest }) });
  const size = conditions.names.length;
  const place = size - names.length + 1;
  try {
    const delivered = await run.deliver({
      draft,
      input,
      groupOf: ({ id }) => ({ id: before()[0]?.shared.id ?? id, name, place, size }),
      turn: (progress) => {
        if (signal.aborted) return;
        if (before().length === 0) show({ at: 'sealing', draft, progress });
        else showMade(before(), { ...left, progress });
      },
    });
    const made = [...before(), { name, ...delivered, removal: { at: 'not-asked' as const } }];
    showMade(made, names.length > 1 ? { draft, names: names.slice(1), progress: { step: 'sealing' } } : undefined);
    return true;
  } catch (cause) {
    if (signal.aborted) return false;
    const error = run.failedWith(cause);
    if (before().length === 0) show({ at: 'writing', draft, error });
    else showMade(before(), { ...left, error });
    return false;
  }
}

const madeOf = (state: ComposeState): readonly MadeLink[] => (state.at === 'links' ? state.made : []);
