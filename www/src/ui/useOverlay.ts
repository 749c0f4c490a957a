import { useCallback, useRef, useState } from 'react';

/** What stands over the page, one at a time. When it goes, the focus is again where it was before it came. */
export function useOverlay<T>() {
  const [overlay, setOverlay] = useState<T | null>(null);
  const opener = useRef<Element | null>(null);

  const show = useCallback((next: T) => {
    opener.current = document.activeElement;
    setOverlay(next);
  }, []);

  const close = useCallback(() => {
    setOverlay(null);
    // After React has taken the dialog away, which else would keep the focus. The opener may be gone, too.
    setTimeout(() => {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    });
  }, []);

  return { overlay, show, close };
}
