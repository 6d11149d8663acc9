import { allowSoftwareAes } from '#crypto/aead.ts';
import { api } from '#web/api.ts';

/** Asks the server, and where it allows that, makes sealing work without WebCrypto. */
export async function isPlainHttpAllowed(): Promise<boolean> {
  try {
    const { allowInsecureHttp } = await api.config();
    if (allowInsecureHttp) await allowSoftwareAes();
    return allowInsecureHttp;
  } catch {
    return false;
  }
}
