import { attachmentHeaders } from './attachment-headers.ts';
import type { Announcement, FromWorker, ToWorker } from './messages.ts';

interface Announced {
  readonly announcement: Announcement;
  readonly port: MessagePort;
}

export interface Downloads {
  readonly announce: (announcement: Announcement, port: MessagePort) => void;
  /** Each ticket is valid for one response. */
  readonly respond: (url: string) => Response;
}

/** Streams chunks from a page's channel as the response to a request, no faster than the browser writes them. */
export function createDownloads(): Downloads {
  const announced = new Map<string, Announced>();
  return {
    announce: (announcement, port) => {
      announced.set(announcement.ticket, { announcement, port });
      port.postMessage('announced' satisfies FromWorker);
    },
    respond: (url) => {
      const ticket = new URL(url).pathname.split('/').at(-1) ?? '';
      const found = announced.get(ticket);
      announced.delete(ticket);
      // Not 404: the frame would show it.
      if (found === undefined) return new Response(null, { status: 204 });
      const { announcement, port } = found;
      return new Response(streamFrom(port), { headers: attachmentHeaders(announcement.attachment) });
    },
  };
}

/** Passes a chunk on when the browser pulls, and reports it as taken only then. A few chunks wait. */
function streamFrom(port: MessagePort): ReadableStream<Uint8Array<ArrayBuffer>> {
  const say = (message: FromWorker) => port.postMessage(message);
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  let wanted: (() => void) | undefined;
  const source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> = {
    start: (controller) => {
      port.addEventListener('message', ({ data: message }: MessageEvent<ToWorker>) => {
        if (message === 'end') controller.close();
        else if (message === 'broken') controller.error(new Error('The page gave up.'));
        else waiting.push(message.bytes);
        if (message === 'end' || message === 'broken') port.close();
        wanted?.();
      });
      port.start();
      say('asked');
    },
    pull: async (controller) => {
      if (waiting.length === 0) await new Promise<void>((resolve) => (wanted = resolve));
      wanted = undefined;
      const bytes = waiting.shift();
      if (bytes === undefined) return;
      controller.enqueue(bytes);
      say('taken');
    },
    cancel: () => {
      say('stopped');
      port.close();
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}
