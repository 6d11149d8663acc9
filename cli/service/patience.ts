/** With nobody there to press Ctrl+C, trouble that does not pass is an answer, too. */
const GIVE_UP_SECONDS = 300;

export interface LimitedPatience extends Disposable {
  /** Also aborted, with the last error, when trouble has lasted too long. */
  readonly signal: AbortSignal;
  readonly onTrouble: (error: Error | undefined) => void;
}

/** For what client/ repeats as long as it takes: until it is interrupted, or nothing has come through for five minutes. */
export function limitedPatience(interrupted: AbortSignal, giveUpSeconds = GIVE_UP_SECONDS): LimitedPatience {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let last: Error | undefined;
  const rest = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    signal: AbortSignal.any([interrupted, stop.signal]),
    onTrouble(error) {
      last = error;
      if (error === undefined) rest();
      else timer ??= setTimeout(() => stop.abort(last), giveUpSeconds * 1000);
    },
    [Symbol.dispose]: rest,
  };
}
