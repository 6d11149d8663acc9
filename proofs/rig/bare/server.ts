import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { PART_BYTES } from './geometry.ts';

/**
 * The minimal cost of the transfer: parts are written, synced and renamed, and the folder is synced; ranges
 * are read. Nothing is checked or encrypted. Argument: the folder of the parts. Prints the port.
 */
const [folder = ''] = process.argv.slice(2);
const PIECE_BYTES = 524_288;
await mkdir(folder, { recursive: true });

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title><h1></h1>
<input type="file" hidden><button>File</button><button>Send</button><button>Save</button>
<script type="module" src="page.ts"></script></html>`;

async function storePart(request: IncomingMessage, part: string): Promise<void> {
  const beginning = join(folder, `${part}.begun`);
  const file = await open(beginning, 'wx');
  let pieces: Buffer[] = [];
  let held = 0;
  const flush = async () => {
    await file.writev(pieces);
    pieces = [];
    held = 0;
  };
  for await (const piece of request as AsyncIterable<Buffer>) {
    pieces.push(piece);
    held += piece.length;
    if (held >= PIECE_BYTES) await flush();
  }
  if (held > 0) await flush();
  await file.datasync();
  await file.close();
  await link(beginning, join(folder, part));
  await unlink(beginning);
  const directory = await open(folder, 'r');
  await directory.sync();
  await directory.close();
}

async function sendRange(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { start, end } = (await json(request)) as { start: number; end: number };
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': end - start });
  for (let at = start; at < end;) {
    const part = Math.floor(at / PART_BYTES);
    const until = Math.min(end, (part + 1) * PART_BYTES);
    const range = { start: at - part * PART_BYTES, end: until - part * PART_BYTES - 1, highWaterMark: PIECE_BYTES };
    await pipeline(createReadStream(join(folder, String(part)), range), response, { end: until === end });
    at = until;
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '', 'http://localhost');
  const [, part] = /^\/parts\/(\d+)$/.exec(pathname) ?? [];
  const [, script] = /^\/([a-z-]+\.ts)$/.exec(pathname) ?? [];
  if (part !== undefined) {
    await storePart(request, part);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  } else if (pathname === '/body') {
    await sendRange(request, response);
  } else if (script !== undefined) {
    const source = await readFile(join(import.meta.dirname, script), 'utf8');
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(stripTypeScriptTypes(source));
  } else if (pathname === '/') {
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  } else {
    response.writeHead(404).end();
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.destroy();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
process.stdout.write(`${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`);
