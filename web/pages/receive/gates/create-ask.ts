import { createSignal } from 'solid-js';
import type { Accessor, Setter } from 'solid-js';
import { ApiError, isSignIn, serviceFailureOf } from '#client/errors.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { readCode } from '#client/read-code.ts';
import { markOf } from '#client/request-code.ts';
import { readAddress } from '#crypto/address.ts';
import { ASK_PREFIX } from '#web/pages/receive/asked-claim.ts';
import type { Receiving } from '#web/pages/receive/state.ts';
import { createAskMemory, dropOldAsks } from './ask-memory.ts';
import type { AskMemory, RunningAsk } from './ask-memory.ts';

/** The server's: from the first mail. */
const CODE_SECONDS = 1800;
/** The server sends no more mails with one code. */
export const CODE_SENDS = 3;

/** Why an address is needed (again). */
export type AddressFault = 'malformed' | 'timed-out' | 'used-up';

export type AskState =
  | {
      readonly at: 'address';
      readonly fault?: AddressFault | undefined;
      readonly failure?: ServiceFailure | undefined;
      /** Still waits for its code; the person wants to change the address. */
      readonly running?: RunningAsk | undefined;
    }
  | { readonly at: 'requesting' }
  | {
      readonly at: 'asked';
      readonly ask: RunningAsk;
      /** `unsure`: the reply was lost. */
      readonly mail: 'requested' | 'requesting' | 'unsure' | ServiceFailure;
    };

/** Four characters by which a person recognises the mail. */
export const markOfAsk = ({ claim }: RunningAsk): string => markOf(claim);

export type CodeFault =
  | { readonly kind: 'malformed' }
  /** `triesLeft` is absent if the server does not say. */
  | { readonly kind: 'wrong'; readonly triesLeft?: number | undefined };

/** The part of a receive page that requests a code by mail and takes it. Opens nothing. */
export interface AskCode {
  /** The name in the browser's storage, which other tabs see change. */
  readonly storedAs: string;
  readonly state: Accessor<AskState>;
  readonly address: Accessor<string>;
  /** The form in which an address is sent whose domain has other letters than a to z. */
  readonly otherForm: Accessor<string | undefined>;
  readonly setAddress: (text: string) => void;
  /** Requests a code for the address, or another mail with the same code. */
  readonly request: () => Promise<void>;
  readonly changeAddress: () => void;
  /** Back to the code of the request that is still running. */
  readonly goBack: () => void;
  readonly code: Accessor<string>;
  readonly setCode: (text: string) => void;
  readonly codeFault: Accessor<CodeFault | undefined>;
  /** @returns undefined, and the fault is shown, if it is not a code */
  readonly takeCode: () => { readonly digits: string; readonly claim: string } | undefined;
  /** The server refused the code. */
  readonly refuse: (error: ApiError) => void;
  /** Ends a request whose time is over. */
  readonly checkTime: () => void;
  /** Another tab of this browser has changed or ended the request. */
  readonly readAgain: () => void;
}

export function createAsk(receiving: Receiving): AskCode {
  const { effects } = receiving;
  const memory = createAskMemory(effects.id, effects.browserStorage);
  const before = memory.read();
  dropOldAsks(effects.browserStorage, effects.now());
  const [address, setAddress] = createSignal(before?.address ?? '');
  const [code, setCode] = createSignal('');
  const [codeFault, setCodeFault] = createSignal<CodeFault>();
  const [state, setState] = createSignal<AskState>(begun(before, effects.now()));
  const asking: Asking = {
    ...{ receiving, memory, state, setState, address, setAddress, code, setCodeFault },
    running: () => {
      const now = state();
      return now.at === 'asked' ? now.ask : now.at === 'address' ? now.running : undefined;
    },
    turnTo: (ask) => {
      setAddress(ask.address);
      setState({ at: 'asked', ask, mail: 'requested' });
    },
    end: (fault) => {
      memory.drop();
      setCode('');
      setCodeFault(undefined);
      setState({ at: 'address', fault });
    },
  };
  return {
    storedAs: ASK_PREFIX + effects.id,
    ...{ state, address, code, codeFault },
    setCode: (text) => {
      setCode(text);
      setCodeFault(undefined);
    },
    otherForm: () => {
      const read = readAddress(address().trim());
      return read?.typedDomain === undefined ? undefined : read.address;
    },
    ...addressActions(asking),
    ...codeActions(asking),
  };
}

interface Asking {
  readonly receiving: Receiving;
  readonly memory: AskMemory;
  readonly state: Accessor<AskState>;
  readonly setState: Setter<AskState>;
  readonly address: Accessor<string>;
  readonly setAddress: (text: string) => void;
  readonly code: Accessor<string>;
  readonly setCodeFault: (fault: CodeFault) => void;
  /** The request that still waits for its code. */
  readonly running: () => RunningAsk | undefined;
  readonly turnTo: (ask: RunningAsk) => void;
  readonly end: (fault?: AddressFault) => void;
}

type AddressActions = Pick<AskCode, 'setAddress' | 'request' | 'changeAddress' | 'goBack' | 'readAgain'>;

function addressActions({ receiving, memory, state, setState, running, turnTo, ...asking }: Asking): AddressActions {
  return {
    setAddress: (text) => {
      asking.setAddress(text);
      setState((now) => (now.at === 'address' ? { at: 'address', running: now.running } : now));
    },
    request: async () => {
      const typed = asking.address().trim();
      if (state().at === 'requesting') return;
      if (readAddress(typed) === undefined) setState({ at: 'address', fault: 'malformed', running: running() });
      else await requestCode({ receiving, memory, running: running(), typed, show: setState });
    },
    changeAddress: () => setState({ at: 'address', running: running() }),
    goBack: () => {
      const ask = running();
      if (ask) turnTo(ask);
    },
    readAgain: () => {
      const now = memory.read();
      // Another address that is being typed here stays.
      const isTyping = state().at === 'address' && ![now?.address, running()?.address, ''].includes(asking.address());
      if (now && isTyping) setState({ at: 'address', running: now });
      else if (now) turnTo(now);
      else if (running()) {
        asking.end();
        void receiving.look();
      }
    },
  };
}

function codeActions({ receiving, code, setCodeFault, running, end }: Asking) {
  const isOver = (ask: RunningAsk | undefined) => ask !== undefined && ask.endsAt <= receiving.effects.now();
  const actions: Pick<AskCode, 'takeCode' | 'refuse' | 'checkTime'> = {
    takeCode: () => {
      const digits = readCode(code());
      const ask = running();
      if (digits === undefined) setCodeFault({ kind: 'malformed' });
      return digits === undefined || ask === undefined ? undefined : { digits, claim: ask.claim };
    },
    refuse: ({ members: { triesLeft } }) => {
      if (isOver(running())) end('timed-out');
      else if (triesLeft === 0) end('used-up');
      else setCodeFault({ kind: 'wrong', triesLeft: typeof triesLeft === 'number' ? triesLeft : undefined });
    },
    checkTime: () => {
      if (isOver(running())) end('timed-out');
    },
  };
  return actions;
}

function begun(ask: RunningAsk | undefined, now: number): AskState {
  if (ask === undefined) return { at: 'address' };
  return ask.endsAt > now ? { at: 'asked', ask, mail: 'requested' } : { at: 'address', fault: 'timed-out' };
}

interface Requesting {
  readonly receiving: Receiving;
  readonly memory: AskMemory;
  readonly running: RunningAsk | undefined;
  /** An address, as typed. */
  readonly typed: string;
  readonly show: (state: AskState) => void;
}

/** The claim is stored before it is sent, so that a reload or a lost reply cannot separate a mail from its page. */
async function requestCode({ receiving, memory, running, typed, show }: Requesting): Promise<void> {
  const { effects } = receiving;
  const isRepeat = running?.address === typed;
  const ask = isRepeat ? running : newAsk(receiving, { claim: running?.claim, typed });
  memory.keep(ask);
  show(isRepeat ? { at: 'asked', ask, mail: 'requesting' } : { at: 'requesting' });
  try {
    const againAt = effects.now() + (await send(receiving, ask));
    const asked = { ...ask, againAt, sends: ask.sends + 1 };
    memory.keep(asked);
    show({ at: 'asked', ask: asked, mail: 'requested' });
  } catch (error) {
    const failure = serviceFailureOf(error);
    if (failure !== undefined && isRepeat) {
      show({ at: 'asked', ask, mail: isUnsure(error) ? 'unsure' : failure });
    } else if (isUnsure(error)) {
      show({ at: 'asked', ask, mail: 'unsure' });
    } else {
      if (running === undefined) memory.drop();
      else memory.keep(running);
      show({ at: 'address', failure, running });
      // The secret is gone, or its link does not fit any more.
      if (failure === undefined) void receiving.look();
    }
  }
}

/** Whether the request may have arrived: a damaged reply can follow one that did. */
const isUnsure = (error: unknown) => !isSignIn(error) && (!(error instanceof ApiError) || error.code === 'internal');

function newAsk({ effects }: Receiving, { claim, typed }: { claim: string | undefined; typed: string }): RunningAsk {
  const now = Math.floor(effects.now());
  return {
    claim: claim ?? effects.newClaim(),
    address: typed,
    askedAt: now,
    againAt: now,
    endsAt: now + CODE_SECONDS,
    sends: 0,
  };
}

async function send({ effects, key }: Receiving, { claim, address }: RunningAsk): Promise<number> {
  const readable = readAddress(address)?.address ?? address;
  const { again } = await effects.requestCode({
    id: effects.id,
    linkKey: key.linkKey,
    claim,
    address: readable,
    locale: effects.language(),
  });
  return again;
}
