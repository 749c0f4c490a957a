import { Alert, Button, Flex, Form, Input, InputNumber, Segmented } from 'antd';
import type { Card } from 'espai-cdkey';
import { useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { useMay, useSession } from '../session/useSession.ts';
import { useFormat } from '../ui/useFormat.ts';
import { CardPicker } from './CardPicker.tsx';
import type { TransferOrder } from './move.ts';
import { texts } from './texts.ts';

/** How a person names a card: from those that the service finds, or by what stands on it. */
type Way = 'search' | 'typed';

/** What the form holds. */
export interface TransferValues {
  readonly source?: Card | null;
  readonly target?: Card | null;
  readonly phone?: string;
  readonly code?: string;
  readonly targetPhone?: string;
  readonly targetCode?: string;
  readonly limit?: number | null;
}

interface Props {
  /** What was filled in before, when the person comes back. */
  readonly last: TransferValues;
  readonly reading: boolean;
  readonly onPreview: (order: TransferOrder, values: TransferValues) => void;
}

/** Which calls to move where. It sends nothing: the next step is a preview. */
export function TransferForm({ last, reading, onPreview }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const { maxTransfer } = useSession().access;
  const maySearch = useMay('list');
  const [way, setWay] = useState<Way>(!maySearch || last.code !== undefined ? 'typed' : 'search');
  const most = maxTransfer ?? Number.MAX_SAFE_INTEGER;
  const amountRule = maxTransfer === null ? t.transfer.amountRule : t.transfer.amountMax(format.number(maxTransfer));
  return (
    <Form<TransferValues>
      layout="vertical"
      name="transfer"
      disabled={reading}
      initialValues={last}
      onFinish={(values) => {
        const order = orderOf(values);
        if (order !== null) onPreview(order, values);
      }}
    >
      {maySearch && (
        <Form.Item>
          <Segmented<Way>
            aria-label={t.picker.way}
            value={way}
            onChange={setWay}
            options={[
              { value: 'search', label: t.picker.search },
              { value: 'typed', label: t.picker.typed },
            ]}
          />
        </Form.Item>
      )}
      {(['source', 'target'] as const).map((side) =>
        way === 'search' ? (
          <Form.Item
            key={side}
            name={side}
            label={t.transfer[side]}
            rules={[
              { required: true, message: t.app.required },
              {
                validator: (_rule, card: Card | null | undefined) =>
                  card?.userPhone === null ? Promise.reject(new Error(t.card.noPhone)) : Promise.resolve(),
              },
              ...(side === 'target' ? [notTheSame(t.transfer.same)] : []),
            ]}
          >
            <CardPicker />
          </Form.Item>
        ) : (
          <fieldset key={side}>
            <legend>{t.transfer[side]}</legend>
            <CardFields side={side} />
          </fieldset>
        ),
      )}
      <Form.Item
        name="limit"
        label={t.transfer.amount}
        {...(maxTransfer === null ? {} : { extra: t.transfer.maxHint(format.number(maxTransfer)) })}
        rules={[
          { required: true, message: amountRule },
          { type: 'integer', min: 1, max: most, message: amountRule },
        ]}
      >
        <InputNumber className="wide" inputMode="numeric" min={1} changeOnWheel={false} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldsError }) => {
          const wrong = getFieldsError().flatMap(({ errors }) => errors);
          return wrong.length === 0 ? null : (
            <Alert className="notice" type="error" title={t.transfer.wrong} role="alert" />
          );
        }}
      </Form.Item>
      <Flex justify="end">
        <Button type="primary" htmlType="submit" loading={reading}>
          {reading ? t.transfer.reading : t.transfer.preview}
        </Button>
      </Flex>
    </Form>
  );
}

/** Names one card: phone and code. */
function CardFields({ side }: { readonly side: 'source' | 'target' }) {
  const t = useTexts(texts);
  const required = [{ required: true, whitespace: true, message: t.app.required }];
  const [phone, code] = side === 'source' ? (['phone', 'code'] as const) : (['targetPhone', 'targetCode'] as const);
  return (
    <div className="pair">
      <Form.Item name={phone} label={t.card.userPhone} rules={required}>
        <Input autoComplete="off" inputMode="numeric" />
      </Form.Item>
      <Form.Item name={code} label={t.card.code} rules={required}>
        <Input autoComplete="off" spellCheck={false} />
      </Form.Item>
    </div>
  );
}

const notTheSame =
  (message: string) =>
  ({ getFieldValue }: { getFieldValue: (name: string) => Card | null | undefined }) => ({
    validator: (_rule: unknown, card: Card | null | undefined) =>
      card && card.id === getFieldValue('source')?.id ? Promise.reject(new Error(message)) : Promise.resolve(),
  });

/** What is asked for; null where the form lacks something, which it says itself. */
function orderOf({
  source,
  target,
  phone,
  code,
  targetPhone,
  targetCode,
  limit,
}: TransferValues): TransferOrder | null {
  const order = {
    phone: source?.userPhone ?? phone?.trim(),
    code: source?.code ?? code?.trim(),
    targetPhone: target?.userPhone ?? targetPhone?.trim(),
    targetCode: target?.code ?? targetCode?.trim(),
    limit,
  };
  const isWhole = Object.values(order).every((value) => value !== undefined && value !== null && value !== '');
  return isWhole ? (order as TransferOrder) : null;
}
