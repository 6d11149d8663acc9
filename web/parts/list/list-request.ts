import type { CreatedRequest } from '#client/ask.ts';
import { saveRequest } from './store.ts';

/** Adds the request to My shares. @returns false if this browser refuses to store */
export async function listRequest(asked: CreatedRequest): Promise<boolean> {
  const { id, ownerKey, title, createdAt, expiresAt, maxAnswers, link, members } = asked;
  try {
    await saveRequest({ id, ownerKey, title, createdAt, expiresAt, maxAnswers, link, ...(members && { members }) });
    return true;
  } catch {
    return false;
  }
}
