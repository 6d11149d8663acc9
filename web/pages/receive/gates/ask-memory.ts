import * as v from 'valibot';
import { ASK_PREFIX } from '#web/pages/receive/asked-claim.ts';

/** A request for a code. Another tab of this browser can go on with it. */
const RunningAsk = v.object({
  /** 32 bytes, of which the last character holds four bits. */
  claim: v.pipe(v.string(), v.regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/)),
  /** As typed. */
  address: v.string(),
  /** Unix seconds, by the server's clock, as all times here. */
  askedAt: v.number(),
  /** When another mail can be requested. */
  againAt: v.number(),
  endsAt: v.number(),
  /** How many mails were requested with this code. */
  sends: v.number(),
});
export type RunningAsk = Readonly<v.InferOutput<typeof RunningAsk>>;

export interface AskMemory {
  /** Also one that is over: it has the address. */
  readonly read: () => RunningAsk | undefined;
  /** Does nothing if the browser blocks its storage: then the page alone knows the request. */
  readonly keep: (ask: RunningAsk) => void;
  readonly drop: () => void;
}

export function createAskMemory(id: string, storage: () => Storage): AskMemory {
  const name = ASK_PREFIX + id;
  return {
    read: () => attempt(() => parseAsk(storage().getItem(name))),
    keep: (ask) => attempt(() => storage().setItem(name, JSON.stringify(ask))),
    drop: () => attempt(() => storage().removeItem(name)),
  };
}

/** Removes the requests that are over, of all secrets: an address must not stay in a browser that others use. */
export function dropOldAsks(storage: () => Storage, now: number): void {
  attempt(() => {
    const names = Array.from({ length: storage().length }, (_, place) => storage().key(place) ?? '');
    for (const name of names.filter((one) => one.startsWith(ASK_PREFIX))) {
      const ask = parseAsk(storage().getItem(name));
      if (ask === undefined || ask.endsAt <= now) storage().removeItem(name);
    }
  });
}

function parseAsk(text: string | null): RunningAsk | undefined {
  const parsed = v.safeParse(
    RunningAsk,
    attempt(() => JSON.parse(text ?? '') as unknown),
  );
  return parsed.success ? parsed.output : undefined;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
