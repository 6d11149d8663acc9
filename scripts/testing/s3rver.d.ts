/** The parts of @20minutes/s3rver that tests use. It has no types of its own. */
declare module '@20minutes/s3rver' {
  interface Options {
    readonly address: string;
    /** 0: a free one. */
    readonly port: number;
    readonly directory: string;
    readonly silent: boolean;
    readonly allowMismatchedSignatures: boolean;
    readonly configureBuckets: readonly { readonly name: string }[];
  }

  export default class S3rver {
    constructor(options: Options);
    run(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  }
}
