import { App, Flex, Form, Input, Modal, Radio, Typography } from 'antd';
import { useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { resolve } from './api.ts';
import { OperationsAlert } from './OperationsAlert.tsx';
import { texts } from './texts.ts';

interface Props {
  readonly operationKey: string;
  /** Whose word it will be. */
  readonly who: string;
  readonly onClose: () => void;
  readonly onResolved: () => void;
}

interface Values {
  readonly as: 'done' | 'failed';
  readonly note: string;
}

/** A person's word on how an operation ended. Nothing is chosen before: it is no click on the way. */
export function ResolveDialog({ operationKey, who, onClose, onResolved }: Props) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async ({ as, note }: Values) => {
    setBusy(true);
    try {
      await resolve(operationKey, as, note.trim());
      void message.success(t.operations.resolved);
      onClose();
      onResolved();
    } catch (failed) {
      setError(failed);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t.operations.resolveTitle}
      okText={t.operations.confirm}
      cancelText={t.app.cancel}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Flex vertical gap={12}>
        <Typography.Text>{t.operations.resolveHelp(who)}</Typography.Text>
        {error !== null && <OperationsAlert error={error} />}
        <Form form={form} layout="vertical" name="resolve" onFinish={(values) => void send(values)}>
          <Form.Item
            name="as"
            label={t.operations.resolveTitle}
            rules={[{ required: true, message: t.operations.choose }]}
          >
            <Radio.Group
              options={[
                { value: 'done', label: t.operations.happened },
                { value: 'failed', label: t.operations.notHappened },
              ]}
            />
          </Form.Item>
          <Form.Item
            name="note"
            label={t.operations.note}
            rules={[{ required: true, whitespace: true, message: t.operations.noteNeeded }]}
          >
            <Input.TextArea rows={3} maxLength={2000} />
          </Form.Item>
        </Form>
      </Flex>
    </Modal>
  );
}
