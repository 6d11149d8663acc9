import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createApi } from '#client/api.ts';
import { bodyLengths } from '#crypto/body-lengths.ts';
import { toBase64url } from '#crypto/bytes.ts';
import { encodeId, idOf } from '#crypto/ids.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { NO_GATES } from '#crypto/gates.ts';
import { encodePreamble, Kdf, Purpose } from '#crypto/preamble.ts';
import { encodeFrame, FRAME_MEDIA_TYPE } from '#server/http/frame.ts';
import { attacker, headOf, openSocket, sendAsVictim } from './service.ts';
import type { Sent } from './service.ts';

const JSON_TYPE = 'application/json';
const secret = () => toBase64url(randomBytes(32));
const bytesOf = (value: object) => new TextEncoder().encode(JSON.stringify(value));

export interface Result {
  /** The reply to another client during the attack. */
  readonly others: string;
  /** The attacker's connections. */
  readonly sockets: readonly Socket[];
}

export interface Attack {
  readonly name: string;
  /** The attack keeps sending one byte of each body at a time. */
  readonly drips?: true;
  readonly run: (port: number) => Promise<Result>;
}

function newUpload(bodyBytes: number) {
  const createProof = randomBytes(32);
  const id = encodeId(idOf(createProof));
  const proofs = { createProof: toBase64url(createProof), ownerProof: secret(), linkProof: secret() };
  return { id, createProof, proofs, message: { ...proofs, bodyBytes, partChunks: 8 } };
}

interface Flood {
  readonly requests: readonly Omit<Sent, 'from'>[];
  /** The beginning of each body, sent immediately. */
  readonly first: string | Uint8Array;
  /** How many times each request is sent, pipelined on one connection. */
  readonly pipelined?: number;
}

async function sendAll(port: number, { requests, first, pipelined = 1 }: Flood): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (const [i, request] of requests.entries()) {
    const socket = await openSocket(port);
    for (let left = pipelined; left > 0; left--) {
      socket.write(headOf({ ...request, from: attacker(i) }, left > 1 ? 'keep-alive' : 'close'));
      socket.write(first);
    }
    sockets.push(socket);
  }
  // The reply to a later request shows that the server has read the earlier ones.
  await fetch(`http://127.0.0.1:${port}/healthz`).then((response) => response.arrayBuffer());
  return sockets;
}

const beginFor = (port: number, bodyBytes: number) => {
  const { id, message } = newUpload(bodyBytes);
  return sendAsVictim(port, {
    method: 'PUT',
    path: `/api/shares/${id}/upload`,
    type: JSON_TYPE,
    body: bytesOf(message),
  });
};

function newCreate() {
  const { id, createProof, proofs } = newUpload(1);
  const preamble = encodePreamble({
    ...{ purpose: Purpose.share, kdf: Kdf.none, gates: NO_GATES },
    ...{ salt: new Uint8Array(randomBytes(32)), id: idOf(createProof) },
  });
  const head = {
    ...proofs,
    openProof: secret(),
    preamble: toBase64url(Buffer.concat([preamble, randomBytes(32)])),
    expiresAt: Math.floor(Date.now() / 1000) + 3600,
    ...{ maxViews: 0, attemptLimit: 5, onLimit: 'lock' as const, noteBytes: 1072 },
  };
  return { id, head, proofs, content: randomBytes(1072 + 1072) };
}

const create = (port: number) => {
  const { id, head, content } = newCreate();
  const path = `/api/shares/${id}`;
  return sendAsVictim(port, { method: 'PUT', path, type: FRAME_MEDIA_TYPE, body: encodeFrame(head, content) });
};

const readers = 256;
/** Requests per connection. One is too few: the kernel alone buffers 10 MB. */
const PIPELINED = 3;
const chunks = 16;
const bodyBytes = bodyLengths(chunks * CHUNK_BYTES).encryptedBytes;

async function shareWithFiles(port: number) {
  const api = createApi({ baseUrl: `http://127.0.0.1:${port}/` });
  const { id, head, proofs, content } = newCreate();
  await api.beginUpload(id, { ...proofs, bodyBytes, partChunks: 8 });
  const partBytes = bodyBytes / 2;
  for (const part of [0, 1]) {
    await api.putPart(id, part, {
      ownerProof: proofs.ownerProof,
      bytes: new Uint8Array(randomBytes(partBytes)),
      roomBefore: 0,
    });
  }
  const [note, sealed] = [content.subarray(0, 1072), content.subarray(1072)];
  await api.create(id, { head: { ...head, bodyBytes }, note: new Uint8Array(note), sealed: new Uint8Array(sealed) });
  const claim = secret();
  await api.open(id, { linkProof: head.linkProof, openProof: head.openProof, claim }, { repeatable: false });
  return { path: `/api/shares/${id}/body`, body: bytesOf({ linkProof: head.linkProof, claim, from: 0, chunks }) };
}

const maxOpenFiles = Number(/^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1]);
const idle = Math.min(10_000, maxOpenFiles - 500);

export const attacks: readonly Attack[] = [
  {
    name: '29 uploads of 10 GB started from one /60; another client starts 1 GB',
    async run(port) {
      for (let i = 0; i < 29; i++) {
        const { id, message } = newUpload(bodyLengths(9.9e9).encryptedBytes);
        const body = bytesOf(message);
        const head = { method: 'PUT', path: `/api/shares/${id}/upload`, type: JSON_TYPE, length: body.length };
        const [socket] = await sendAll(port, { requests: [head], first: body });
        socket?.destroy();
      }
      return { others: await beginFor(port, 1e9), sockets: [] };
    },
  },
  {
    name: '128 creates of 1 MB from one /60, one byte sent of each; another client creates',
    drips: true,
    async run(port) {
      const requests = Array.from({ length: 128 }, () => {
        return { method: 'PUT', path: `/api/shares/${newUpload(1).id}`, type: FRAME_MEDIA_TYPE, length: 900_000 };
      });
      const sockets = await sendAll(port, { requests, first: 'x' });
      return { others: await create(port), sockets };
    },
  },
  {
    name: '512 parts with invented ids from one /60; another client sends a part',
    drips: true,
    async run(port) {
      const requests = Array.from({ length: 512 }, () => {
        return {
          method: 'PUT',
          path: `/api/shares/${newUpload(1).id}/parts/0`,
          type: FRAME_MEDIA_TYPE,
          length: 4_000_000,
        };
      });
      const sockets = await sendAll(port, { requests, first: 'x' });
      const path = `/api/shares/${newUpload(1).id}/parts/0`;
      const body = encodeFrame({ ownerProof: secret() }, new Uint8Array(1000));
      // A part that passes the limits gets a 404, because nobody has started this upload.
      return { others: await sendAsVictim(port, { method: 'PUT', path, type: FRAME_MEDIA_TYPE, body }), sockets };
    },
  },
  {
    name: `${readers} readers of 8 MB from one /60 that never read; another client reads`,
    async run(port) {
      const { path, body } = await shareWithFiles(port);
      const request = { method: 'POST', path, type: JSON_TYPE, length: body.length };
      const requests = Array.from({ length: readers }, () => request);
      const sockets = await sendAll(port, { requests, first: body, pipelined: PIPELINED });
      for (const socket of sockets) socket.pause();
      return { others: await sendAsVictim(port, { method: 'POST', path, type: JSON_TYPE, body }), sockets };
    },
  },
  {
    name: `${idle} idle connections from one address; another client creates`,
    async run(port) {
      const sockets: Socket[] = [];
      for (let i = 0; i < idle; i++) sockets.push(await openSocket(port, '127.0.0.2'));
      return { others: await create(port), sockets };
    },
  },
];
