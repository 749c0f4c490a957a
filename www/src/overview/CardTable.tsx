import type { Card } from 'espai-cdkey';
import { Link } from 'react-router';
import { CardTypeTag } from '../cards/CardTypeTag.tsx';
import { maskPhone } from '../cards/phone.ts';
import { texts as common } from '../i18n/common.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';

/** A few cards, each with the way to its own page. */
export function CardTable({ cards, caption }: { readonly cards: readonly Card[]; readonly caption: string }) {
  const t = useTexts(common);
  const format = useFormat();
  return (
    <div className="figure-table" tabIndex={0} role="group" aria-label={caption}>
      <table className="comparison">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.card.code}</th>
            <th scope="col">{t.card.type}</th>
            <th scope="col">{t.card.userName}</th>
            <th scope="col">{t.card.userPhone}</th>
            <th scope="col" className="number">
              {t.card.apiLimit}
            </th>
          </tr>
        </thead>
        <tbody>
          {cards.map((card) => (
            <tr key={card.id}>
              <td>
                <Link to={`/cards/${encodeURIComponent(card.id)}`} className="code">
                  <bdi>{card.code}</bdi>
                </Link>
              </td>
              <td>
                <CardTypeTag type={card.type} />
              </td>
              <td>
                <bdi className="name">{card.userName ?? t.app.none}</bdi>
              </td>
              <td>{card.userPhone === null ? t.app.none : maskPhone(card.userPhone)}</td>
              <td className="number">{format.quota(card)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
