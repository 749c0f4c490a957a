/** Of a file, read at once. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * A file from its beginning, in pieces; each is the reader's own. Not by a stream, which closes a file that is not read to its end.
 * @param {import('node:fs/promises').FileHandle} handle
 * @returns {AsyncGenerator<Uint8Array, void, undefined>}
 */
export async function* chunksOf(handle) {
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}
