/**
 * What verified transfers, `settle` and bulks need besides. The client loads it by itself, by an `import()`; where there is none, as in
 * a service worker, it is given to {@link provideMoves} of `espai-cdkey`. Nothing of it is for anything else.
 *
 * @module
 */

export declare const generated: unknown;
export declare const Many: unknown;
