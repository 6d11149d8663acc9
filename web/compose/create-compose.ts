import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { PreparedShare, Shared, ShareRequest } from '#client/share.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import type { Compose, ComposeEffects, Contents, SealingStep } from './composing.ts';
import { defaultAttemptLimit, emptyDraft, passwordOf, ttlSeconds } from './draft.ts';
import type { Draft } from './draft.ts';
import { sizeOf } from './files/chosen-file.ts';
import type { ChosenFile } from './files/chosen-file.ts';
import { followUpload } from './files/follow-upload.ts';
import type { RunningUpload, UploadJob, UploadProgress } from './files/uploading.ts';
import { faultOf, setbackOf } from './setback.ts';

export interface Composer {
  readonly state: Accessor<Compose>;
  /** What was sealed before, and did not arrive, is forgotten: the next sealing makes a new share. */
  readonly edit: (change: Partial<Draft>) => void;
  /** @returns what was sealed, or undefined: the state says why. A repeated try sends the same bytes. */
  readonly seal: () => Promise<Shared | undefined>;
  /** What was uploaded is deleted on the server; on the sheet, all stays. */
  readonly cancel: () => void;
  /** The upload; nothing happens where none runs. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly hurry: () => void;
  readonly remove: () => Promise<void>;
  /** Leaves nothing behind. */
  readonly clear: () => void;
}

interface Composing {
  readonly effects: ComposeEffects;
  readonly state: Accessor<Compose>;
  readonly show: (state: Compose) => void;
  /** Sealed, and perhaps sent, but not answered; with files, they have all arrived. */
  prepared: PreparedShare | undefined;
  sealing: AbortController | undefined;
  upload: RunningUpload | undefined;
}

export function createCompose(effects: ComposeEffects): Composer {
  const [state, setState] = createSignal<Compose>({ at: 'writing', draft: emptyDraft() });
  const composing: Composing = {
    ...{ effects, state, show: setState },
    ...{ prepared: undefined, sealing: undefined, upload: undefined },
  };
  return {
    state,
    edit: (change) => {
      const now = state();
      if (now.at !== 'writing') return;
      forget(composing);
      setState({ at: 'writing', draft: { ...now.draft, ...change } });
    },
    seal: async () => {
      const now = state();
      if (now.at !== 'writing') return undefined;
      const setback = faultOf(now.draft, { now: effects.now(), maxFilesBytes: effects.maxFilesBytes() });
      if (setback === undefined) return seal(composing, now.draft);
      setState({ ...now, setback });
      return undefined;
    },
    cancel: () => {
      const now = state();
      if (now.at !== 'sealing') return;
      composing.sealing?.abort();
      if (now.draft.files.length > 0) forget(composing);
      setState({ at: 'writing', draft: now.draft });
    },
    pause: () => composing.upload?.pause(),
    resume: () => composing.upload?.resume(),
    hurry: () => composing.upload?.hurry(),
    remove: async () => {
      const now = state();
      if (now.at !== 'sealed') return;
      const show = (next: Sealed) => state().at === 'sealed' && setState(next);
      show(await removed(now, effects, show));
    },
    clear: () => {
      composing.sealing?.abort();
      forget(composing);
      setState({ at: 'writing', draft: emptyDraft() });
    },
  };
}

/** What lies on the server of a share that nobody will ever have a link to is deleted there. */
function forget(composing: Composing): void {
  const { prepared } = composing;
  composing.prepared = undefined;
  if (prepared?.body !== undefined) void prepared.discard().catch(() => undefined);
}

async function seal(composing: Composing, draft: Draft): Promise<Shared | undefined> {
  const { effects, show } = composing;
  const { signal } = (composing.sealing = new AbortController());
  const turn = (progress: SealingStep) => {
    if (!signal.aborted) show({ at: 'sealing', draft, progress });
  };
  turn({ step: 'sealing' });
  try {
    const shared = await sealAndSend(composing, draft, { signal, turn });
    const listed = await effects.list(shared);
    signal.throwIfAborted();
    composing.prepared = undefined;
    show({ at: 'sealed', shared, contents: contentsOf(draft), listed, removal: { at: 'not-asked' } });
    return shared;
  } catch (error) {
    if (signal.aborted) return undefined;
    const setback = setbackOf(error, effects.maxFilesBytes());
    // Only what may arrive another time is worth sending again.
    if (setback.kind !== 'trouble') forget(composing);
    show({ at: 'writing', draft, setback });
    return undefined;
  }
}

interface Sealing {
  readonly signal: AbortSignal;
  readonly turn: (progress: SealingStep) => void;
}

async function sealAndSend(composing: Composing, draft: Draft, sealing: Sealing): Promise<Shared> {
  const { signal, turn } = sealing;
  const prepared = composing.prepared ?? (await prepare(composing, draft, sealing));
  turn({ step: prepared.body === undefined ? 'sending' : 'finishing' });
  const shared = await prepared.send({ signal });
  signal.throwIfAborted();
  return shared;
}

/** All but the last step, which may be repeated: with files, they are on the server when this resolves. */
async function prepare(composing: Composing, draft: Draft, sealing: Sealing): Promise<PreparedShare> {
  const { effects } = composing;
  const { signal, turn } = sealing;
  const onProgress = (fraction: number) => turn({ step: 'hashing', fraction });
  const prepared = await effects.prepare({ ...requestOf(draft, effects.now), signal, onProgress });
  // Whatever was written since, this is not it.
  signal.throwIfAborted();
  composing.prepared = prepared;
  if (prepared.body === undefined) return prepared;
  try {
    await upload(composing, { task: prepared.body, files: draft.files }, sealing);
    return prepared;
  } catch (error) {
    // What was encrypted is gone, and is not encrypted again (SPEC.md §12.3): the next try is another share.
    if (composing.prepared === prepared) forget(composing);
    throw error;
  }
}

async function upload(
  composing: Composing,
  job: Pick<UploadJob, 'task' | 'files'>,
  { signal, turn }: Sealing,
): Promise<void> {
  const { effects } = composing;
  const show = (progress: UploadProgress) => turn({ step: 'uploading', upload: progress });
  const running = await followUpload(job, { start: effects.upload, elapsedMs: effects.elapsedMs, show });
  composing.upload = running;
  if (signal.aborted) running.stop();
  signal.addEventListener('abort', running.stop, { once: true });
  try {
    await running.ended;
  } finally {
    if (composing.upload === running) composing.upload = undefined;
  }
  signal.throwIfAborted();
}

function requestOf(draft: Draft, now: () => number): Omit<ShareRequest, 'kdf'> {
  const ttl = () => ttlSeconds(draft.within, now()) ?? 0;
  return {
    text: draft.text,
    ...(draft.files.length > 0 && { files: draft.files.map(entryOf) }),
    title: draft.title,
    password: passwordOf(draft),
    maxViews: draft.maxViews,
    ttlSeconds: draft.within.kind === 'span' ? ttl() : ttl,
    attemptLimit: draft.attemptLimit ?? defaultAttemptLimit(draft.maxViews),
    onLimit: draft.onLimit,
  };
}

const entryOf = ({ name, file: { size, type } }: ChosenFile) => ({ name, size, type });

function contentsOf({ text, files }: Draft): Contents {
  return { text: text !== '', files: files.length, fileBytes: sizeOf(files) };
}

type Sealed = Extract<Compose, { at: 'sealed' }>;

async function removed(sealed: Sealed, effects: ComposeEffects, show: (next: Sealed) => unknown): Promise<Sealed> {
  show({ ...sealed, removal: { at: 'removing' } });
  try {
    const { endedAt } = await effects.remove(sealed.shared);
    await effects.unlist(sealed.shared);
    return { ...sealed, removal: { at: 'removed', endedAt } };
  } catch (error) {
    return { ...sealed, removal: { at: 'failed', trouble: troubleOf(error) ?? { kind: 'strange' } } };
  }
}
