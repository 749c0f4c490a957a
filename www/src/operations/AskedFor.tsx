import { Descriptions } from 'antd';
import { maskPhone } from '../cards/phone.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import type { Operation } from './api.ts';
import { texts } from './texts.ts';

interface Props {
  readonly operation: Operation;
  readonly revealPhones: boolean;
}

/** What was sent, or is to be. */
export function AskedFor({ operation: { key, kind, input }, revealPhones }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  // A ledger may keep no phones.
  const phone = (text: unknown) =>
    typeof text === 'string' && /^\d+$/.test(text) ? (revealPhones ? text : maskPhone(text)) : t.app.none;
  const card = (code: unknown, of: unknown) => (
    <>
      <bdi className="code">{String(code)}</bdi> · {phone(of)}
    </>
  );
  const items =
    kind === 'transfer'
      ? [
          { key: 'from', label: t.operations.from, children: card(input['code'], input['phone']) },
          { key: 'to', label: t.operations.to, children: card(input['targetCode'], input['targetPhone']) },
          { key: 'amount', label: t.operations.amount, children: format.number(Number(input['limit'])) },
        ]
      : [{ key: 'card', label: t.operations.cardId, children: <bdi className="name">{String(input['id'])}</bdi> }];
  return (
    <Descriptions
      bordered
      size="small"
      column={1}
      items={[{ key: 'key', label: t.operations.key, children: <bdi className="name">{key}</bdi> }, ...items]}
    />
  );
}
