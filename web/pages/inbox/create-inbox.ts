import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { Inbox } from '#client/inbox.ts';
import type { Owner } from '#client/manage.ts';
import { createBackoff } from '#client/retry.ts';
import type { RequestEntry } from '#web/parts/list/entry.ts';
import { createReadings } from './create-readings.ts';
import type { Readings } from './create-readings.ts';
import { change, failed, learned } from './inbox-turns.ts';
import type { Act, InboxEffects, InboxParts, InboxState, Known } from './state.ts';
import { watchInbox } from './watch-inbox.ts';

export interface InboxManager extends Omit<Readings, 'leave'> {
  readonly state: Accessor<InboxState>;
  /** Shows the request and watches it until it has ended or the page is left. */
  readonly start: () => Promise<void>;
  /** Stops accepting answers. */
  readonly close: () => Promise<void>;
  /** Deletes the request and all its answers. */
  readonly remove: () => Promise<void>;
  readonly removeAnswer: (id: string) => Promise<void>;
  /** Adds it to this browser's My shares. */
  readonly keep: () => Promise<void>;
  /** Ends the current pause and sends the next request now. */
  readonly retryNow: () => void;
  /** Forgets all answers that were read. */
  readonly leave: () => void;
}

/** Every 5 seconds for a minute, then less often while nothing changes. */
const WATCH_SECONDS = [...Array.from({ length: 12 }, () => 5), 10, 10, 15, 15, 30];

export function createInbox(owner: Owner, known: Known, effects: InboxEffects): InboxManager {
  const [state, setState] = createSignal<InboxState>({ at: 'looking' });
  const retries = createBackoff(effects.wait);
  const watches = createBackoff(effects.wait, WATCH_SECONDS);
  let gone = false;
  const parts: InboxParts = {
    effects,
    owner,
    known,
    retries,
    state,
    to: (next) => {
      if (!gone) setState(next);
    },
    left: () => gone,
    look: watches.retryNow,
  };
  const readings = createReadings(parts);
  const act = createActing(parts);
  return {
    state,
    read: readings.read,
    keepReading: readings.keepReading,
    endFiles: readings.endFiles,
    dismiss: readings.dismiss,
    start: () => watchInbox(parts, watches),
    close: async () => {
      await act('closing', () => effects.close(owner));
    },
    remove: async () => {
      const removed = await act('deleting', () => effects.remove(owner));
      if (removed) readings.leave();
    },
    removeAnswer: async (answer) => {
      const removed = await act('deleting-answer', () => effects.removeAnswer({ ...owner, answer }));
      if (removed) readings.dismiss(answer);
    },
    keep: () => keep(parts),
    retryNow: () => [retries, watches].forEach((backoff) => backoff.retryNow()),
    leave: () => {
      readings.leave();
      gone = true;
      setState({ at: 'looking' });
      [retries, watches].forEach((backoff) => backoff.retryNow());
    },
  };
}

/** Runs one action at a time. @returns whether the server has carried it out */
function createActing({ state, to }: InboxParts): (name: Act, ask: () => Promise<Inbox>) => Promise<boolean> {
  return async (name, ask) => {
    const now = state();
    if (now.at !== 'shown' || now.act !== undefined) return false;
    to(change({ act: name, failure: undefined }));
    try {
      to(learned(await ask()));
      return true;
    } catch (error) {
      to(failed(error, name));
      return false;
    }
  };
}

async function keep({ effects, owner, state, to }: InboxParts): Promise<void> {
  const now = state();
  if (now.at !== 'shown') return;
  const saved = effects.save(entryOf(owner, now.inbox));
  to(
    await saved.then(
      () => change({ listing: 'listed' }),
      () => change({ listing: 'refused' }),
    ),
  );
}

function entryOf({ id, ownerKey }: Owner, inbox: Inbox): RequestEntry {
  const { title, createdAt, expiresAt, maxAnswers, members } = inbox;
  return {
    ...{ kind: 'request', id, ownerKey, createdAt, expiresAt, maxAnswers },
    ...(title !== undefined && { title }),
    ...(members && { members }),
  };
}
