/** Unpredictable bytes. */
export type Random = (bytes: number) => Uint8Array<ArrayBuffer>;
