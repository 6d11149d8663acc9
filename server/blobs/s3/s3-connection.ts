/** The operator's bucket. */
export interface S3Connection {
  /** `https://host:port`, without a path. */
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Belongs to a temporary key. */
  readonly sessionToken?: string;
  /** Everything of this service is below it. Neither begins nor ends in a slash. */
  readonly prefix: string;
  /** Whether the bucket is in the path of an address, or in its host name. */
  readonly pathStyle: boolean;
}
