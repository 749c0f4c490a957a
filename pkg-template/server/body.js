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
        // Whoever is still sending is heard to the end by the server beneath; nothing more of it is wanted here.
        reader.cancel().catch(() => {});
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
