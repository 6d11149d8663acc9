import { allowSoftwareAes } from '#crypto/aead.ts';
import { api } from '#web/app/network/api.ts';

/** Asks the server whether its operator allows plain http. If so, sealing works without WebCrypto from now on. */
export async function allowPlainHttp(): Promise<boolean> {
  try {
    const { allowInsecureHttp } = await api.config();
    if (allowInsecureHttp) await allowSoftwareAes();
    return allowInsecureHttp;
  } catch {
    return false;
  }
}
