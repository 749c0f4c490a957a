import { useEffect, useRef, useState } from 'react';
import { useSession } from '../session/useSession.ts';
import type { Pair, TransferOrder } from './move.ts';
import { readPair } from './readPair.ts';
import type { TransferValues } from './TransferForm.tsx';

/** A transfer before it is sent. A preview belongs to the input it was read for, so a changed input has none. */
export type Draft =
  | { readonly at: 'form'; readonly last: TransferValues; readonly error: unknown }
  | { readonly at: 'reading'; readonly last: TransferValues }
  | { readonly at: 'preview'; readonly last: TransferValues; readonly order: TransferOrder; readonly before: Pair };

/** Leads from the form to the preview and back. */
export function useTransferDraft(first: TransferValues) {
  const { client } = useSession();
  const [draft, setDraft] = useState<Draft>({ at: 'form', last: first, error: null });
  const reading = useRef<AbortController | null>(null);

  // A screen that was left wants no answer any more.
  useEffect(() => () => reading.current?.abort(), []);

  async function preview(order: TransferOrder, last: TransferValues): Promise<void> {
    reading.current?.abort();
    const controller = new AbortController();
    reading.current = controller;
    setDraft({ at: 'reading', last });
    try {
      const before = await readPair(client, order, { signal: controller.signal });
      if (!controller.signal.aborted) setDraft({ at: 'preview', last, order, before });
    } catch (error) {
      if (!controller.signal.aborted) setDraft({ at: 'form', last, error });
    }
  }

  return {
    draft,
    preview,
    /** Back to the form with what was filled in. */
    edit: () => setDraft(({ last }) => ({ at: 'form', last, error: null })),
    /** An empty form. */
    clear: () => setDraft({ at: 'form', last: {}, error: null }),
  };
}
