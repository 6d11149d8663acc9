import type { ApiOptions } from '#client/call.ts';
import { behindSignIn } from '#web/app/layout/environment.ts';
import { publicUrl } from './page-address.ts';

/** The server that this page came from. */
export const service = (): ApiOptions => ({ baseUrl: publicUrl(), behindSignIn: behindSignIn() });
