/** True where two types are the same, and not merely fit. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only with `true`. */
export declare function holds<_T extends true>(): void;
