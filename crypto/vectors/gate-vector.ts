import type { CryptoErrorCode } from '#crypto/errors.ts';

/** The members of the files about named people (SPEC.md §13.2, §13.3 and §15), as vector.ts describes them. */

export interface Common {
  /** The purpose of the file, in one sentence. */
  readonly about: string;
}

export interface PeopleVector extends Common {
  readonly kind: 'people';
  readonly expect: 'success' | CryptoErrorCode;
  readonly ownerKey: string;
  readonly id: string;
  readonly people: string;
  readonly addresses?: readonly string[];
}

export interface AddressVector extends Common {
  readonly kind: 'address';
  readonly expect: 'success' | 'refused';
  readonly text: string;
  readonly address?: string;
}

export interface GateSecretsVector extends Common {
  readonly kind: 'gate-secrets';
  readonly expect: 'success';
  readonly serverKey: string;
  readonly erasureKey: string;
  readonly claim: string;
  readonly address: string;
  readonly n: number;
  readonly askedAt: number;
  readonly gateKey: string;
  readonly tag: string;
  readonly code: string;
  readonly mark: string;
}

export interface ReceiptVector extends Common {
  readonly kind: 'receipt';
  readonly expect: 'success' | CryptoErrorCode;
  readonly ownerKey: string;
  readonly id: string;
  readonly receipt: string;
  readonly at?: number;
  readonly who?: string;
  readonly type?: 'address' | 'account';
}

export interface SessionVector extends Common {
  readonly kind: 'session';
  readonly expect: 'success';
  readonly serverKey: string;
  /** S */
  readonly secret: string;
  readonly iss: string;
  readonly sub: string;
  readonly sid: string;
  readonly sessionHash: string;
  /** The plaintext of `claims`. */
  readonly claimsJson: string;
  readonly claims: string;
  readonly subTag: string;
  readonly sidTag: string;
  readonly body: string;
  /** base64url */
  readonly pass: string;
}
