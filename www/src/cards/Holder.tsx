import type { Card } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import { maskPhone } from './phone.ts';
import { texts } from './texts.ts';

/** Whose card it is, in a line: the name, kept apart from what follows, and the masked phone. */
export function Holder({ card: { userName, userPhone } }: { readonly card: Card }) {
  const t = useTexts(texts);
  return (
    <>
      <bdi className="name">{userName ?? t.app.none}</bdi>
      {userPhone !== null && ` · ${maskPhone(userPhone)}`}
    </>
  );
}
