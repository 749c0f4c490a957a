/**
 * The nonce that the server wrote into this answer, for the style sheets that Ant Design makes while it runs. None where the page
 * came without: on demo data, its policy permits inline styles.
 */
export function styleNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  // Browsers hide the attribute's value from scripts, but not the property's.
  return meta?.nonce || undefined;
}
