import type { ApiOptions } from '#client/call.ts';
import { behindSignIn } from '#web/layout/environment.ts';
import { publicUrl } from '#web/link/page-address.ts';

/** The server that this page came from. */
export const service = (): ApiOptions => ({ baseUrl: publicUrl(), behindSignIn: behindSignIn() });
