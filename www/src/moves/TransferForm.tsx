import { Button, Flex, Form, Input, InputNumber, Typography } from 'antd';
import type { Card } from 'espai-cdkey';
import { CardTypeTag } from '../cards/CardTypeTag.tsx';
import { maskPhone } from '../cards/phone.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import type { TransferOrder } from './move.ts';
import { texts } from './texts.ts';

interface Values {
  readonly phone?: string;
  readonly code?: string;
  readonly targetPhone: string;
  readonly targetCode: string;
  readonly limit: number;
}

interface Props {
  /** The card that the person started from; its own fields are then not asked for. */
  readonly source: Card | null;
  /** What was filled in before, when the person comes back. */
  readonly last: TransferOrder | null;
  readonly reading: boolean;
  readonly onPreview: (order: TransferOrder) => void;
}

/** Which calls to move where. It sends nothing: the next step is a preview. */
export function TransferForm({ source, last, reading, onPreview }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Form<Values>
      layout="vertical"
      name="transfer"
      disabled={reading}
      initialValues={last ?? {}}
      onFinish={(values) =>
        onPreview({
          phone: source?.userPhone ?? (values.phone ?? '').trim(),
          code: source?.code ?? (values.code ?? '').trim(),
          targetPhone: values.targetPhone.trim(),
          targetCode: values.targetCode.trim(),
          limit: values.limit,
        })
      }
    >
      <fieldset>
        <legend>{t.transfer.source}</legend>
        {source === null ? (
          <CardFields phone="phone" code="code" />
        ) : (
          <Flex justify="space-between" gap={8} className="source">
            <div>
              <Typography.Text code>{source.code}</Typography.Text> <CardTypeTag type={source.type} />
              <div className="holder">
                {source.userName ?? t.app.none} · {maskPhone(source.userPhone ?? '')}
              </div>
            </div>
            <div className="quota">
              <div className="number">{format.quota(source)}</div>
              <Typography.Text type="secondary">{t.card.apiLimit}</Typography.Text>
            </div>
          </Flex>
        )}
      </fieldset>
      <fieldset>
        <legend>{t.transfer.target}</legend>
        <CardFields phone="targetPhone" code="targetCode" />
      </fieldset>
      <Form.Item
        name="limit"
        label={t.transfer.amount}
        rules={[
          { required: true, message: t.transfer.amountRule },
          { type: 'integer', min: 1, max: Number.MAX_SAFE_INTEGER, message: t.transfer.amountRule },
        ]}
      >
        <InputNumber className="wide" inputMode="numeric" min={1} max={Number.MAX_SAFE_INTEGER} changeOnWheel={false} />
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
function CardFields(names: { readonly phone: 'phone' | 'targetPhone'; readonly code: 'code' | 'targetCode' }) {
  const t = useTexts(texts);
  const required = [{ required: true, whitespace: true, message: t.app.required }];
  return (
    <div className="pair">
      <Form.Item name={names.phone} label={t.card.userPhone} rules={required}>
        <Input autoComplete="off" inputMode="numeric" />
      </Form.Item>
      <Form.Item name={names.code} label={t.card.code} rules={required}>
        <Input autoComplete="off" spellCheck={false} />
      </Form.Item>
    </div>
  );
}
