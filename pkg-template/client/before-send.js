/**
 * Under this a client may have a function that is called with `{ source, target }`, both cards as they were read, before a verified
 * transfer is sent; it is waited for, and where it rejects nothing is sent. For parts of this package that write down what is about
 * to happen: `Object.create(client, { [BEFORE_SEND]: { value } })`.
 *
 * Not an option of the call: what happens between a read and a move is nothing that users should have to get right.
 */
export const BEFORE_SEND = Symbol.for('espai-cdkey.before-send');
