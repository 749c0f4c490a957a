import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card as Panel, Flex, Form, Input, Spin, Typography } from 'antd';
import { useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useSession } from '../session/useSession.ts';
import { CardActions } from './CardActions.tsx';
import { CardDetails } from './CardDetails.tsx';
import { texts } from './texts.ts';

interface Lookup {
  readonly phone: string;
  readonly code: string;
}

/** One card, by the phone of its holder and its code. */
export function LookupScreen() {
  const t = useTexts(texts);
  const { id, client } = useSession();
  // Counted, so that asking for the same card again reads it again.
  const [asked, setAsked] = useState<{ readonly lookup: Lookup; readonly count: number } | null>(null);
  const { data, error, isFetching } = useQuery({
    queryKey: [id, 'lookup', asked],
    queryFn: ({ signal }) => (asked === null ? null : client.detail(asked.lookup, { signal })),
    enabled: asked !== null,
    gcTime: 0,
  });

  return (
    <Panel size="small">
      <Flex vertical gap={16}>
        <Typography.Text>{t.lookup.intro}</Typography.Text>
        <Form<Lookup>
          layout="inline"
          name="lookup"
          className="lookup"
          onFinish={({ phone, code }) =>
            setAsked({ lookup: { phone: phone.trim(), code: code.trim() }, count: (asked?.count ?? 0) + 1 })
          }
        >
          <Form.Item
            name="phone"
            label={t.card.userPhone}
            rules={[{ required: true, whitespace: true, message: t.app.required }]}
          >
            <Input autoComplete="off" inputMode="numeric" />
          </Form.Item>
          <Form.Item
            name="code"
            label={t.card.code}
            rules={[{ required: true, whitespace: true, message: t.app.required }]}
          >
            <Input autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Button type="primary" htmlType="submit" icon={<SearchOutlined aria-hidden />} loading={isFetching}>
            {t.lookup.find}
          </Button>
        </Form>
        {error !== null && <OutcomeAlert error={error} asked="read" />}
        {error === null && data && (
          <Spin spinning={isFetching}>
            <Flex vertical gap={12}>
              {/* The person typed the number themselves. */}
              <CardDetails card={data} revealPhone />
              <CardActions card={data} />
            </Flex>
          </Spin>
        )}
      </Flex>
    </Panel>
  );
}
