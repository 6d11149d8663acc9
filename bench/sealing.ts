import {
  argon2id,
  contentKeys,
  idOf,
  linkKeys,
  LinkType,
  newSecret,
  normalizePassword,
  openSealed,
  seal,
  verifyPreamble,
} from '#crypto/index.ts';
import type { SharePayload } from '#crypto/index.ts';
import { median, printTable } from './table.ts';

const ROUNDS = 21;

async function milliseconds(work: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let round = -3; round < ROUNDS; round++) {
    const started = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - started);
  }
  return median(times).toFixed(2);
}

export async function benchSealing(): Promise<void> {
  const rows: string[][] = [['text', 'seal ms', 'open ms']];
  for (const length of [100, 10_000, 900_000]) {
    const [id, linkKey] = [idOf(newSecret()), newSecret()];
    const text = 'x'.repeat(length);
    const payload: SharePayload = { v: 1, kind: 'share', createdAt: 1, expiresAt: 2, maxViews: 1, text };
    const { preamble, sealed } = await seal({ id, linkKey, payload });
    const open = async () => {
      const verified = verifyPreamble({ id, linkKey, type: LinkType.share, tagged: preamble });
      return openSealed({ ...verified, keys: contentKeys(verified.h, linkKey), sealed });
    };
    rows.push([
      `${length.toLocaleString('en')} characters`,
      await milliseconds(() => seal({ id, linkKey, payload })),
      await milliseconds(open),
    ]);
  }
  const { passwordSalt } = linkKeys(idOf(newSecret()), newSecret());
  const started = performance.now();
  await argon2id(normalizePassword('correct horse'), passwordSalt);
  rows.push(['a password (Argon2id, 64 MiB)', (performance.now() - started).toFixed(0), '']);
  printTable('Sealing and opening, in Node', rows);
}
