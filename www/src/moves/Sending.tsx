import { Button, Flex, Spin, Typography } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { texts } from './texts.ts';

interface Props {
  readonly text: string;
  /** What stopping means. */
  readonly hint: string;
  /** What the button says; to stop waiting, where it says nothing else. */
  readonly stop?: string;
  readonly onStop: () => void;
}

/** A move is under way. The only thing to do is to stop waiting. */
export function Sending({ text, hint, stop, onStop }: Props) {
  const t = useTexts(texts);
  return (
    <Flex vertical align="center" gap={12} className="sending" role="status">
      <Spin />
      <div>{text}</div>
      <Button onClick={onStop}>{stop ?? t.transfer.stopWaiting}</Button>
      <Typography.Text type="secondary">{hint}</Typography.Text>
    </Flex>
  );
}
