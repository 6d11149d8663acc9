import { READ_BYTES } from './geometry.ts';

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Response): void;
}
/** The used part of ServiceWorkerGlobalScope, which TypeScript's DOM library lacks. */
interface Scope {
  addEventListener(type: 'fetch', listen: (event: FetchEvent) => void): void;
}

/** Responds to `saved/<bytes>` with a download of that size, fetched one request ahead. */
(globalThis as unknown as Scope).addEventListener('fetch', (event) => {
  const [, bytes] = /\/saved\/(\d+)$/.exec(event.request.url) ?? [];
  if (bytes === undefined) return;
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="bare.bin"',
    'content-length': bytes,
  };
  event.respondWith(new Response(fetched(Number(bytes)), { headers }));
});

function fetched(size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const read = async (start: number) => {
    const end = Math.min(size, start + READ_BYTES);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('body', { method: 'POST', headers, body: JSON.stringify({ start, end }) });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  let at = 0;
  let next = read(0);
  return new ReadableStream(
    {
      async pull(controller) {
        const bytes = await next;
        at += bytes.length;
        if (at < size) next = read(at);
        controller.enqueue(bytes);
        if (at === size) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
