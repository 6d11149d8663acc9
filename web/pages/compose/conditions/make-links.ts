import type { ComposeDraft } from '#web/pages/compose/compose-draft.ts';
import { deliverShare, failedWith, keptOf } from '#web/pages/compose/deliver-share.ts';
import type { Delivering } from '#web/pages/compose/deliver-share.ts';
import { removeShare } from '#web/pages/compose/remove-share.ts';
import type { ComposeState, LinksLeft, MadeLink } from '#web/pages/compose/state.ts';
import { conditionsInput, sealedConditions } from './check-conditions.ts';

/** What the page's state machine passes on. */
export interface LinksRun extends Delivering {
  readonly state: () => ComposeState;
  readonly show: (state: ComposeState) => void;
  sealing: AbortController | undefined;
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
  const { signal } = (run.sealing = new AbortController());
  for (const [index, name] of names.entries()) {
    if (!(await makeLink(run, { draft, names: names.slice(index), name, signal }))) return;
  }
}

/** Makes the links that are left, after it stopped. */
export async function goOn(run: LinksRun): Promise<void> {
  const now = run.state();
  if (now.at !== 'links' || now.left === undefined || now.left.progress !== undefined) return;
  if (run.effects.token.ready()) await makeLinks(run, now.left);
}

export async function removeLink({ state, show, effects }: LinksRun, id: string | undefined): Promise<void> {
  const link = madeOf(state()).find(({ shared }) => shared.id === id);
  if (link === undefined) return;
  await removeShare(effects, link.shared, (removal) => {
    const now = state();
    if (now.at !== 'links') return;
    show({ ...now, made: now.made.map((one) => (one.shared.id === id ? { ...one, removal } : one)) });
  });
}

interface Next extends Left {
  readonly name: string;
  readonly signal: AbortSignal;
}

/** @returns false if it stopped */
async function makeLink(run: LinksRun, { draft, names, name, signal }: Next): Promise<boolean> {
  const { conditions } = draft;
  if (conditions === undefined) throw new Error('Links for several people need their names.');
  const { show } = run;
  const before = () => madeOf(run.state());
  const input = conditionsInput(conditions, run.effects.language());
  const showMade = (made: readonly MadeLink[], left?: LinksLeft) =>
    show({ at: 'links', ...keptOf(draft), conditions: sealedConditions(input), made, ...(left && { left }) });
  const size = conditions.names.length;
  const place = size - names.length + 1;
  try {
    const delivered = await deliverShare(run, {
      ...{ draft, input, signal },
      groupOf: ({ id }) => ({ id: before()[0]?.shared.id ?? id, name, place, size }),
      turn: (progress) => {
        if (signal.aborted) return;
        if (before().length === 0) show({ at: 'sealing', draft, progress });
        else showMade(before(), { draft, names, progress });
      },
    });
    const made = [...before(), { name, ...delivered, removal: { at: 'not-asked' as const } }];
    const rest = names.slice(1);
    showMade(made, rest.length === 0 ? undefined : { draft, names: rest, progress: { step: 'sealing' } });
    return true;
  } catch (cause) {
    if (signal.aborted) return false;
    const error = failedWith(run, cause, draft);
    if (before().length === 0) show({ at: 'writing', draft, error });
    else showMade(before(), { draft, names, error });
    return false;
  }
}

const madeOf = (state: ComposeState): readonly MadeLink[] => (state.at === 'links' ? state.made : []);
