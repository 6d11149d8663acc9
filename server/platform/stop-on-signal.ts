const STOP_MS = 15_000;
const SAME_SIGNAL_MS = 1_000;

/** Ends the process on the first SIGTERM or SIGINT, after `stop`, and at once on a second one. */
export function stopOnSignal(stop: () => Promise<void>, fail: (error: unknown) => void): void {
  let stoppingSince: number | undefined;
  const onSignal = () => {
    // A terminal and npm both forward the same Ctrl+C. A later one comes from a person.
    if (stoppingSince !== undefined && performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
    if (stoppingSince !== undefined) return;
    stoppingSince = performance.now();
    setTimeout(() => process.exit(1), STOP_MS).unref();
    stop().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
