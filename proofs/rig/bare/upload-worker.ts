import { IN_FLIGHT, PART_BYTES } from './geometry.ts';

/** Sends a file in plain parts. */
addEventListener('message', ({ data: file }: MessageEvent<File>) => {
  const parts = Math.ceil(file.size / PART_BYTES);
  let next = 0;
  const lane = async () => {
    for (let part = next++; part < parts; part = next++) {
      const body = await file.slice(part * PART_BYTES, (part + 1) * PART_BYTES).arrayBuffer();
      const headers = { 'content-type': 'application/octet-stream' };
      const answer = await fetch(`parts/${part}`, { method: 'PUT', headers, body });
      if (!answer.ok) throw new Error(`part ${part} was answered ${answer.status}`);
      await answer.arrayBuffer();
    }
  };
  const lanes = Array.from({ length: IN_FLIGHT }, lane);
  Promise.all(lanes).then(
    () => postMessage('sent'),
    (error: unknown) => postMessage(String(error)),
  );
});
