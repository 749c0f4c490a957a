import { ClearOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Col, Form, Input, Row, Select, Space } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { type Filter, STATUSES } from './api.ts';
import { texts } from './texts.ts';
import type { FilterValues } from './useFilter.ts';

interface Props {
  readonly filter: Filter;
  readonly onFilter: (values: FilterValues) => void;
}

/** Which operations are shown. Keyed by the filter where it is used, so that the address is what stands in it. */
export function OperationFilter({ filter, onFilter }: Props) {
  const t = useTexts(texts);
  const fields = [
    ['key', t.operations.key, t.operations.keyHelp],
    ['card', t.operations.card, t.operations.cardHelp],
    ['person', t.operations.person, t.operations.personHelp],
  ] as const;
  return (
    <Form
      layout="vertical"
      name="operations"
      aria-label={t.operations.filter}
      initialValues={filter}
      onFinish={(values: FilterValues) => onFilter(values)}
    >
      <Row gutter={16}>
        <Col xs={12} md={6}>
          <Form.Item name="status" label={t.operations.status}>
            <Select
              allowClear
              placeholder={t.operations.anyStatus}
              options={STATUSES.map((value) => ({ value, label: t.status[value] }))}
            />
          </Form.Item>
        </Col>
        {fields.map(([name, label, help]) => (
          <Col xs={12} md={6} key={name}>
            <Form.Item name={name} label={label} extra={help}>
              <Input autoComplete="off" spellCheck={false} maxLength={256} allowClear />
            </Form.Item>
          </Col>
        ))}
      </Row>
      <Space>
        <Button type="primary" htmlType="submit" icon={<SearchOutlined aria-hidden />}>
          {t.operations.apply}
        </Button>
        <Button icon={<ClearOutlined aria-hidden />} onClick={() => onFilter({})}>
          {t.operations.clear}
        </Button>
      </Space>
    </Form>
  );
}
