import { findNginx } from '#scripts/testing/find-nginx.ts';

/** Before the proofs, so that getting it is no part of what they measure. Without one, the proof that needs it says so. */
export default async function provideNginx(): Promise<void> {
  const nginx = await findNginx();
  if (nginx !== undefined) process.env['TEST_NGINX'] = nginx;
}
