/**
 * The nonce that the server wrote into this answer, for the style sheets that Ant Design makes while it runs. None where the page
 * came without: on demo data, its policy permits inline styles.
 */
export function styleNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  // Browsers hide the attribute's value from scripts, but not the property's.
  return meta?.nonce || undefined;
}

/**
 * Gives the nonce to each style sheet that a library makes. Ant Design passes what its `ConfigProvider` was given to all but two
 * (@rc-component/util's measuring of scroll bars, @rc-component/portal's lock of the page's scrolling behind a dialog), which the
 * policy would refuse. It permits nothing that was not: a script of this page can read the nonce.
 */
export function giveNonceToStyles(nonce: string): void {
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
