import { Button, Card as Box, Flex, Result, Spin } from 'antd';
import { Link, useParams } from 'react-router';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { CardActions } from './CardActions.tsx';
import { CardDetails } from './CardDetails.tsx';
import { texts } from './texts.ts';
import { useCard } from './useCard.ts';

/** One card's own page. */
export function CardScreen() {
  const t = useTexts(texts);
  const { id = '' } = useParams();
  const { data: card, error, isFetching, refetch } = useCard(id);
  return (
    <Flex vertical gap={16}>
      <Link to="/cards">{t.app.back}</Link>
      {error !== null && (
        <OutcomeAlert error={error} asked="read">
          <div>
            <Button size="small" onClick={() => void refetch()}>
              {t.app.retry}
            </Button>
          </div>
        </OutcomeAlert>
      )}
      {card === null && <Result status="404" title={t.list.empty} />}
      <Spin spinning={isFetching}>
        {card && (
          <Box size="small">
            <Flex vertical gap={12}>
              <CardDetails card={card} />
              <CardActions card={card} />
            </Flex>
          </Box>
        )}
      </Spin>
    </Flex>
  );
}
