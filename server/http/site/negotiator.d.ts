/** The part of negotiator that is used. The package brings no types. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { readonly headers: Readonly<Record<string, string>> });
    /** The language ranges that `accept-language` names, the preferred one first, without those that it excludes. */
    languages(): string[];
  }
}
