import { within } from './within.js';

/** How much is read, and for how long, of what nobody wants. */
const SPILL_BYTES = 16 * 1024 * 1024;
const SPILL_MS = 10_000;

/**
 * The body of a request, as far as it may be long.
 * @param {Request} request
 * @param {number} most
 * @returns {Promise<Uint8Array | 'too_large' | 'no_body' | 'cut_body'>}
 */
export async function bodyOf(request, most) {
  const { body } = request;
  // Somebody has read it, or is about to.
  if (request.bodyUsed || !body || body.locked) return 'no_body';
  const reader = body.getReader();
  /** @type {Uint8Array[]} */
  const pieces = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > most) {
        await spillOf(reader);
        return 'too_large';
      }
      pieces.push(value);
    }
  } catch {
    return 'cut_body';
  }
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (const piece of pieces) {
    bytes.set(piece, filled);
    filled += piece.length;
  }
  return bytes;
}

/**
 * Reads what nobody wants to its end, as far as that is bearable: who is answered in the middle of sending gives the connection up, and
 * some servers cut it.
 * @param {Request} request
 */
export async function spill({ body, bodyUsed }) {
  if (!bodyUsed && body && !body.locked) await spillOf(body.getReader());
}

/** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
async function spillOf(reader) {
  const until = performance.now() + SPILL_MS;
  let length = 0;
  try {
    while (length <= SPILL_BYTES && performance.now() < until) {
      const { done, value } = await within(SPILL_MS, () => reader.read());
      if (done) return;
      length += value.length;
    }
  } catch {
    // Whoever sent it has gone, or sends no more.
  }
  reader.cancel().catch(() => {});
}
