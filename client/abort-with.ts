/**
 * Aborts `stop` for the reason of `signal`, now or later. Call the returned function when the work is done, because
 * `signal` may live much longer. `AbortSignal.any` does the same, but came to Safari with 17.4 and to Firefox with 124.
 */
export function abortWith(stop: AbortController, signal: AbortSignal | undefined): () => void {
  const follow = () => stop.abort(signal?.reason);
  if (signal?.aborted) follow();
  else signal?.addEventListener('abort', follow, { once: true });
  return () => signal?.removeEventListener('abort', follow);
}
