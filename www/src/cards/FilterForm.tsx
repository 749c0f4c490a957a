import { ClearOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Col, Form, Input, Row, Select, Space } from 'antd';
import { CardType, CdkeyError, cardTypeLabel, explain } from 'espai-cdkey';
import { useEffect } from 'react';
import { useLanguage } from '../i18n/useLanguage.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { FILTERS, type FilterName, type Filters, filtersOf } from './query.ts';
import { texts } from './texts.ts';

interface Props {
  /** What is asked for now. */
  readonly filters: Filters;
  /** Why the last search failed, if it did. */
  readonly error: unknown;
  readonly onSearch: (filters: Filters) => void;
}

/** The filters of the list. What form a value must have is the client's to say: a refused one is marked here. */
export function FilterForm({ filters, error, onSearch }: Props) {
  const { language } = useLanguage();
  const t = useTexts(texts);
  const [form] = Form.useForm<Partial<Record<FilterName, string | null>>>();
  const refused = refusedFilter(error);

  useEffect(() => {
    form.setFields(FILTERS.map((name) => ({ name, errors: name === refused ? [explain(error, language).what] : [] })));
  }, [form, refused, error, language]);

  const types = Object.values(CardType).map((type) => ({ value: type, label: cardTypeLabel(type, language) }));
  return (
    <Form
      form={form}
      layout="vertical"
      name="filters"
      initialValues={filters}
      onFinish={(values) => onSearch(filtersOf(values))}
    >
      <Row gutter={16}>
        <Col xs={12} md={8} xl={4}>
          <Form.Item name="code" label={t.card.code}>
            <Input autoComplete="off" spellCheck={false} allowClear />
          </Form.Item>
        </Col>
        <Col xs={12} md={8} xl={4}>
          <Form.Item name="userName" label={t.card.userName}>
            <Input autoComplete="off" allowClear />
          </Form.Item>
        </Col>
        <Col xs={12} md={8} xl={4}>
          <Form.Item name="userPhone" label={t.card.userPhone}>
            <Input autoComplete="off" inputMode="numeric" allowClear />
          </Form.Item>
        </Col>
        <Col xs={12} md={8} xl={4}>
          <Form.Item name="type" label={t.card.type}>
            <Select options={types} placeholder={t.filter.allTypes} allowClear />
          </Form.Item>
        </Col>
        <Col xs={12} md={8} xl={4}>
          <Form.Item name="apiLimit" label={t.card.apiLimit} tooltip={t.filter.atLeast}>
            <Input autoComplete="off" inputMode="numeric" allowClear />
          </Form.Item>
        </Col>
        <Col xs={12} md={8} xl={4}>
          <Form.Item name="id" label={t.card.id}>
            <Input autoComplete="off" spellCheck={false} allowClear />
          </Form.Item>
        </Col>
      </Row>
      <Space>
        <Button type="primary" htmlType="submit" icon={<SearchOutlined aria-hidden />}>
          {t.filter.apply}
        </Button>
        <Button
          icon={<ClearOutlined aria-hidden />}
          onClick={() => {
            // Not a reset: that would bring back what the address had.
            form.setFieldsValue(Object.fromEntries(FILTERS.map((name) => [name, undefined])));
            onSearch({});
          }}
        >
          {t.filter.clear}
        </Button>
      </Space>
    </Form>
  );
}

function refusedFilter(error: unknown): FilterName | null {
  if (!(error instanceof CdkeyError) || error.code !== 'invalid_argument') return null;
  return FILTERS.find((name) => name === error.path) ?? null;
}
