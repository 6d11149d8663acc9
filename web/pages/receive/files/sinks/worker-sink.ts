import { CHUNKS_UNDER_WAY, STAY } from '#web/pages/receive/files/worker/messages.ts';
import type { Announcement, FromWorker, ToWorker } from '#web/pages/receive/files/worker/messages.ts';
import { activeSaveWorker } from './save-worker-registration.ts';
import type { ActiveWorker } from './save-worker-registration.ts';
import { SaveError } from './sink.ts';
import type { Sink, Wanted, OpenSink } from './sink.ts';

const ASK_SECONDS = 10;
const STAY_SECONDS = 10;
const FRAME_SECONDS = 60;

/** A regular browser download, fed by this page through a service worker: constant memory, listed among downloads. */
export const openWorkerSink: OpenSink = async (wanted) => startDownload(await activeSaveWorker(), wanted);

async function startDownload({ worker, folder }: ActiveWorker, { name, sizeBytes }: Wanted): Promise<Sink> {
  const ticket = crypto.randomUUID();
  const { port1: port, port2 } = new MessageChannel();
  const line = listen(port);
  const announcement: Announcement = { ticket, attachment: { name, sizeBytes } };
  worker.postMessage(announcement, [port2]);
  const frame = document.createElement('iframe');
  const staying = setInterval(() => worker.postMessage(STAY), STAY_SECONDS * 1000);
  const close = () => {
    clearInterval(staying);
    removeEventListener('pagehide', breakOff);
    port.close();
    // Some browsers end a download with its frame, so the frame stays while the last bytes are written.
    setTimeout(() => frame.remove(), FRAME_SECONDS * 1000);
  };
  const say = (message: ToWorker, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  const breakOff = () => {
    say('broken');
    close();
  };
  addEventListener('pagehide', breakOff);
  try {
    await within(ASK_SECONDS, line.announced);
    frame.hidden = true;
    frame.src = folder + ticket;
    document.body.append(frame);
    await within(ASK_SECONDS, line.asked);
  } catch (error) {
    breakOff();
    throw error;
  }
  return {
    write: async (bytes) => {
      await line.room();
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
      say({ bytes: own }, [own.buffer]);
    },
    close: async () => {
      await line.empty();
      say('end');
      close();
    },
    discard: async () => {
      breakOff();
      return 'unfinished-download';
    },
  };
}

interface Line {
  readonly announced: Promise<void>;
  readonly asked: Promise<void>;
  /** Waits until fewer than CHUNKS_UNDER_WAY chunks are in flight, and counts one more. @throws SaveError `stopped` */
  readonly room: () => Promise<void>;
  /** Resolves when the browser has taken every chunk. @throws SaveError `stopped` */
  readonly empty: () => Promise<void>;
}

function listen(port: MessagePort): Line {
  const [announced, asked] = [createEvent(), createEvent()];
  let taken = createEvent();
  let underWay = 0;
  let stopped = false;
  const until = async (most: number) => {
    while (underWay > most && !stopped) await taken.promise;
    if (stopped) throw new SaveError('stopped');
  };
  port.addEventListener('message', ({ data: message }: MessageEvent<FromWorker>) => {
    if (message === 'announced') announced.happen();
    else if (message === 'asked') asked.happen();
    else {
      if (message === 'taken') underWay--;
      else stopped = true;
      taken.happen();
      taken = createEvent();
    }
  });
  port.start();
  return {
    announced: announced.promise,
    asked: asked.promise,
    room: async () => {
      await until(CHUNKS_UNDER_WAY - 1);
      underWay++;
    },
    empty: () => until(0),
  };
}

interface Happening {
  readonly promise: Promise<void>;
  readonly happen: () => void;
  readonly fail: (error: Error) => void;
}

function createEvent(): Happening {
  let [happen, fail]: [() => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<void>((resolve, reject) => {
    happen = resolve;
    fail = reject;
  });
  // A later `await` still gets the rejection; without one it must not count as unhandled.
  promise.catch(() => undefined);
  return { promise, happen, fail };
}

async function within(seconds: number, event: Promise<void>): Promise<void> {
  const late = createEvent();
  const timer = setTimeout(() => late.fail(new Error('The worker does not respond.')), seconds * 1000);
  await Promise.race([event, late.promise]).finally(() => clearTimeout(timer));
}
