/**
 * Arbitrary numbers, one for each thing that one process does at a time on PostgreSQL. Always at the transaction level.
 * Releases may run side by side, so a number never changes.
 */
export const advisoryLocks = {
  migration: 0x50770,
  room: 0x50771,
  reap: 0x50772,
  reconcile: 0x50773,
  sweep: 0x50774,
} as const;
