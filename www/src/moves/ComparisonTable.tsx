import { Typography } from 'antd';
import type { Card } from 'espai-cdkey';
import { CardTypeTag } from '../cards/CardTypeTag.tsx';
import { Holder } from '../cards/Holder.tsx';
import { useTexts } from '../i18n/useTexts.ts';
import { texts } from './texts.ts';

interface Row {
  readonly key: string;
  /** Stands before the card: from, to. */
  readonly label?: string;
  readonly card: Card;
  /** One a head. */
  readonly cells: readonly string[];
}

interface Props {
  readonly heads: readonly string[];
  readonly rows: readonly Row[];
}

/** The cards of a move, one a row, with their quota at two moments. */
export function ComparisonTable({ heads, rows }: Props) {
  const t = useTexts(texts);
  return (
    <table className="comparison">
      <thead>
        <tr>
          <th scope="col">{t.card.code}</th>
          {heads.map((head) => (
            <th scope="col" key={head} className="number">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, card, cells }) => (
          <tr key={label === undefined ? key : `${label}-${key}`}>
            <th scope="row">
              {label !== undefined && <div className="label">{label}</div>}
              <Typography.Text code>{card.code}</Typography.Text> <CardTypeTag type={card.type} />
              <div className="holder">
                <Holder card={card} />
              </div>
            </th>
            {cells.map((cell, index) => (
              <td key={heads[index]} className="number">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
