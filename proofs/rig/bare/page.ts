/** Makes this file a module, which allows top-level await. */
export {};

const input = document.querySelector('input');
const heading = document.querySelector('h1');
const [choose, send, save] = document.querySelectorAll('button');
const worker = new Worker('upload-worker.ts', { type: 'module' });
await navigator.serviceWorker.register('save-worker.ts', { type: 'module' });
await navigator.serviceWorker.ready;

const say = (text: string) => heading?.replaceChildren(text);

choose?.addEventListener('click', () => input?.click());
input?.addEventListener('change', () => say('chosen'));
worker.addEventListener('message', ({ data: said }: MessageEvent<string>) => say(said));
send?.addEventListener('click', () => worker.postMessage(input?.files?.[0]));
save?.addEventListener('click', () => {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = `saved/${input?.files?.[0]?.size ?? 0}`;
  document.body.append(frame);
});
say('ready');
