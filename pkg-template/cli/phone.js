/**
 * `15916888888` as `159****8888`; of a shorter number less is shown. As `phone` of `src/redact.rs`, which masks what the client
 * says; a table is ours to mask.
 * @param {string} phone
 */
export function maskedPhone(phone) {
  const [head, tail] = phone.length <= 6 ? [0, 0] : phone.length <= 10 ? [2, 2] : [3, 4];
  return `${phone.slice(0, head)}****${phone.slice(phone.length - tail)}`;
}

/**
 * What somebody typed, as an error repeats it: on one line, short, and without a phone number or a key that got into the wrong
 * place.
 * @param {string} typed
 */
export function shown(typed) {
  const short = typed.length > 24 ? `${typed.slice(0, 3)}…` : typed;
  return JSON.stringify(short.replaceAll(/\d{7,}/g, maskedPhone));
}
