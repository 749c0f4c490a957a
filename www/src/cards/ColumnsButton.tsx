import { TableOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { type Column, COLUMNS, inOrder } from './columns.ts';
import { texts } from './texts.ts';

interface Props {
  readonly columns: readonly Column[];
  readonly onChange: (columns: readonly Column[]) => void;
}

/** Which columns the table has. The code stays: it names the card. */
export function ColumnsButton({ columns, onChange }: Props) {
  const t = useTexts(texts);
  const options = (Object.keys(COLUMNS) as Column[]).map((value) => ({
    value,
    label: t.card[value],
    disabled: value === 'code',
  }));
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <Checkbox.Group
          className="columns"
          value={[...columns]}
          options={options}
          onChange={(names) => onChange(inOrder(names))}
        />
      }
    >
      <Button icon={<TableOutlined aria-hidden />}>{t.choose.columns}</Button>
    </Popover>
  );
}
