import { decodeId } from '#crypto/ids.ts';
import { readFragment } from '#crypto/link.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import type { Api } from '#client/api.ts';
import { readBody } from '#client/download.ts';
import type { BodyHolder } from '#client/download.ts';
import { readLink } from '#client/link.ts';
import { acknowledge, describe, newClaim, openShare } from '#client/open.ts';
import { prepareShare } from '#client/share.ts';
import type { PreparedShare, Shared } from '#client/share.ts';
import { concatenated, uploadBody } from '#client/upload.ts';
import type { UploadOptions } from '#client/upload.ts';
import type { GeneratedBytes } from './generated-bytes.ts';

/** Sends and reads a file with only the client library. */

export interface NewFile {
  readonly file: GeneratedBytes;
  readonly name?: string;
  readonly text?: string;
  readonly maxViews?: number;
  readonly ttlSeconds?: number;
}

const noPassword: PasswordKdf = () => Promise.reject(new Error('there is no password'));

export function prepareFile(api: Api, { file, name = 'generated.bin', ...request }: NewFile): Promise<PreparedShare> {
  const { text = '', maxViews = 1, ttlSeconds = 3600 } = request;
  const files = [{ name, size: file.size, type: 'application/x-generated' }];
  return prepareShare(api, { text, files, maxViews, ttlSeconds, kdf: noPassword });
}

export async function sendFile(api: Api, newFile: NewFile, options: UploadOptions = {}): Promise<Shared> {
  const prepared = await prepareFile(api, newFile);
  await uploadFile(api, { prepared, file: newFile.file }, options);
  return prepared.send();
}

export interface FileUpload {
  readonly prepared: PreparedShare;
  readonly file: GeneratedBytes;
}

export function uploadFile(api: Api, { prepared, file }: FileUpload, options: UploadOptions = {}): Promise<void> {
  if (prepared.body === undefined) throw new Error('there is nothing to upload');
  return uploadBody(api, { task: prepared.body, source: concatenated([file]) }, options);
}

export interface OpenedFile extends BodyHolder {
  readonly names: readonly string[];
}

/** Spends a view. */
export async function openFile(api: Api, link: string): Promise<OpenedFile> {
  // A restored copy may have another address than the link names.
  const reading = readLink(link, { publicUrl: link.slice(0, link.indexOf('s/', 'https://'.length)) });
  if (reading.kind !== 'share') throw new Error(`a link of kind ${reading.kind}`);
  const { id } = reading;
  const fragment = readFragment(reading.fragment, decodeId(id) ?? new Uint8Array());
  if (!fragment.ok || fragment.type === 3 || fragment.type === 4) throw new Error('no key of a share');
  const holder = { id, linkKey: fragment.key, type: fragment.type };
  const claim = newClaim();
  const description = await describe(api, holder);
  const { payload, body } = await openShare(api, { ...holder, description, claim, kdf: noPassword });
  if (body === undefined) throw new Error('there is no body');
  return { id, linkKey: fragment.key, claim, body, names: payload.files?.map(({ name }) => name) ?? [] };
}

export const readWhole = (api: Api, holder: BodyHolder): AsyncGenerator<Uint8Array<ArrayBuffer>, void> =>
  readBody(api, holder, { start: 0, end: holder.body.totalBytes });

export const finish = (api: Api, holder: BodyHolder) => acknowledge(api, holder);
