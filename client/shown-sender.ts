import { readAddress } from '#crypto/address.ts';

/**
 * The address that the service states as the sender's. It is no more than the service's statement.
 * @returns undefined without one, and for a text that is not an address in the form of SPEC.md §13.3
 */
export const shownSender = ({ from }: { readonly from?: string | undefined }): string | undefined =>
  from !== undefined && readAddress(from)?.address === from ? from : undefined;
