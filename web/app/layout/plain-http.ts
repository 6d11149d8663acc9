import { allowSoftwareAes } from '#crypto/aead.ts';
import { createConfigApi } from '#client/config-api.ts';
import { service } from '#web/app/network/service.ts';

/** Asks the server whether its operator allows plain http. If so, sealing works without WebCrypto from now on. */
export async function allowPlainHttp(): Promise<boolean> {
  try {
    const { allowInsecureHttp } = await createConfigApi(service())();
    if (allowInsecureHttp) await allowSoftwareAes();
    return allowInsecureHttp;
  } catch {
    return false;
  }
}
