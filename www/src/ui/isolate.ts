/**
 * A text of others within a plain text of ours: what runs backwards in it ends with it. Where there are elements, `<bdi>` does the same.
 */
export function isolated(text: string): string {
  // First strong isolate, and its end (Unicode's bidirectional algorithm, UAX 9).
  return `\u2068${text}\u2069`;
}
