import type { Asked } from '#client/ask.ts';
import { saveRequest } from './store.ts';

/** Puts it into My shares; the store drops the link unless the person wants links to be kept. @returns false when this browser keeps nothing */
export async function listRequest(asked: Asked): Promise<boolean> {
  const { id, ownerKey, title, createdAt, expiresAt, maxAnswers, link } = asked;
  try {
    await saveRequest({ id, ownerKey, title, createdAt, expiresAt, maxAnswers, link });
    return true;
  } catch {
    return false;
  }
}
