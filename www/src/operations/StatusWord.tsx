import { useTexts } from '../i18n/useTexts.ts';
import type { Status } from './api.ts';
import { texts } from './texts.ts';

const TONES = { done: 'good', failed: 'danger', unknown: 'doubt', sent: 'quiet', prepared: 'quiet' } as const;

/** How an operation stands, in a word. */
export function StatusWord({ status }: { readonly status: Status }) {
  const t = useTexts(texts);
  return <strong className={`tone-${TONES[status]}`}>{t.status[status]}</strong>;
}
