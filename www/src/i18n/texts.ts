/** The words of one feature in both languages, side by side: whoever adds a word adds both, or it does not compile. */
export interface Texts<T extends object> {
  readonly en: T;
  readonly zh: T;
}

/** Takes the shape from the English words; the Chinese ones must have the same keys. */
export function defineTexts<T extends object>(texts: { readonly en: T; readonly zh: NoInfer<T> }): Texts<T> {
  return texts;
}
