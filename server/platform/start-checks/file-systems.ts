import { statfsSync } from 'node:fs';

/**
 * Linux's numbers (`statfs(2)`). On a network file system, SQLite's write-ahead log cannot be shared and locks may not
 * work: two servers could each believe that they are alone.
 */
const overNetworks = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x00c36400, 'Ceph'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
]);

/** ext, XFS, Btrfs, ZFS, F2FS, bcachefs, tmpfs, overlay, ramfs: the kernel itself implements their locks. */
const ofThisMachine = new Set([
  0xef53, 0x58465342, 0x9123683e, 0x2fc12fc1, 0xf2f52010, 0xca451a4e, 0x01021994, 0x794c7630, 0x858458f6,
]);

export type FileSystem = { readonly kind: 'local' | 'unknown' } | { readonly kind: 'network'; readonly name: string };

/** Classifies the file system of an existing folder. The numbers are meaningful only on Linux. */
export function fileSystemOf(folder: string): FileSystem {
  if (process.platform !== 'linux') return { kind: 'local' };
  const type = statfsSync(folder).type >>> 0;
  const name = overNetworks.get(type);
  if (name !== undefined) return { kind: 'network', name };
  return { kind: ofThisMachine.has(type) ? 'local' : 'unknown' };
}
