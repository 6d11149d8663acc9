import { allowSoftwareAes } from '#crypto/aead.ts';
import { insecure } from '#messages/insecure.ts';
import { api } from '#web/api.ts';

/** Asks the server, and where it allows that, makes sealing work without WebCrypto. @returns the warning that stays then */
export async function allowedPlainHttp(): Promise<string | undefined> {
  try {
    const { allowInsecureHttp } = await api.config();
    if (allowInsecureHttp) await allowSoftwareAes();
    return allowInsecureHttp ? insecure.warning : undefined;
  } catch {
    return undefined;
  }
}
