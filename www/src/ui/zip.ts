/**
 * What libraries of spreadsheets get as `fflate` (vite.config.ts). Its `zip` and `unzip` start workers from a blob, which the panel's
 * policy refuses, and then never answer. These do the same in the page, a second or two for 100,000 cards.
 */
import {
  type AsyncUnzipOptions,
  type AsyncZippable,
  unzipSync,
  type Unzipped,
  zipSync,
  type Zippable,
} from 'fflate/browser';

export * from 'fflate/browser';

type Done<T> = (error: Error | null, value: T) => void;

export function zip(files: AsyncZippable, done: Done<Uint8Array>): void {
  later(() => zipSync(files as Zippable), done, new Uint8Array());
}

export function unzip(bytes: Uint8Array, options: AsyncUnzipOptions | Done<Unzipped>, done?: Done<Unzipped>): void {
  const filter = typeof options === 'function' ? undefined : options.filter;
  const told = typeof options === 'function' ? options : done;
  if (told !== undefined) later(() => unzipSync(bytes, filter === undefined ? {} : { filter }), told, {});
}

/** After the caller has gone on, as it is with workers. */
function later<T>(make: () => T, done: Done<T>, nothing: T): void {
  setTimeout(() => {
    try {
      done(null, make());
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)), nothing);
    }
  });
}
