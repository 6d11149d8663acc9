/** The product's sizes: eight chunks per upload, sixteen per download, of 2¹⁹ bytes. */
export const PART_BYTES = 8 * 524_288;
export const READ_BYTES = 16 * 524_288;
export const IN_FLIGHT = 4;
