import { Alert, Button, Flex, Input, Typography } from 'antd';
import { BulkError, explainProblem, readTable, type Table } from 'espai-cdkey/bulk';
import { type DragEvent, useRef, useState } from 'react';
import { useLanguage } from '../i18n/useLanguage.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { readFile, WorkbookError } from './readFile.ts';
import { texts } from './texts.ts';

interface Props {
  readonly onTable: (name: string, table: Table) => Promise<void>;
}

/** A file chosen or dropped, or lines pasted. Nothing is sent: they are checked next. */
export function Intake({ onTable }: Props) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [pasted, setPasted] = useState('');
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function take(name: string, read: () => Promise<Table>): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await onTable(name, await read());
    } catch (failure) {
      setError(
        failure instanceof BulkError
          ? explainProblem(failure.problem, language)
          : failure instanceof WorkbookError
            ? t.bulk.badWorkbook
            : t.bulk.cannotKeep,
      );
    } finally {
      setBusy(false);
    }
  }
  const takeFile = (file: File | undefined) => {
    if (file !== undefined) void take(file.name, () => readFile(file));
  };
  const onDrag = (event: DragEvent, isOver: boolean) => {
    event.preventDefault();
    setOver(isOver);
  };

  return (
    <Flex vertical gap={16}>
      <Typography.Text>{t.bulk.intro}</Typography.Text>
      <div
        className={over ? 'drop over' : 'drop'}
        onDragOver={(event) => onDrag(event, true)}
        onDragLeave={(event) => onDrag(event, false)}
        onDrop={(event) => {
          onDrag(event, false);
          takeFile(event.dataTransfer.files[0]);
        }}
      >
        <input
          ref={input}
          id="bulk-file"
          type="file"
          hidden
          accept=".csv,.tsv,.txt,.xlsx"
          onChange={(event) => {
            takeFile(event.target.files?.[0]);
            // The same file again is a choice, too.
            event.target.value = '';
          }}
        />
        <Button size="large" loading={busy} onClick={() => input.current?.click()}>
          {busy ? t.bulk.reading : t.bulk.file}
        </Button>{' '}
        {t.bulk.drop}
      </div>
      <div>
        <label htmlFor="bulk-paste">{t.bulk.paste}</label>
        <Input.TextArea
          id="bulk-paste"
          rows={4}
          spellCheck={false}
          placeholder="phone,code,target_phone,target_code,limit"
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
      </div>
      {error !== null && <Alert type="error" showIcon title={error} role="alert" />}
      <div>
        <Button
          disabled={pasted.trim() === '' || busy}
          onClick={() => void take(t.bulk.pasted, () => readTable(pasted))}
        >
          {t.bulk.take}
        </Button>
      </div>
    </Flex>
  );
}
