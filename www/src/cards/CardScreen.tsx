import { ArrowLeftOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button, Card as Box, Flex, Result, Spin, Switch } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useMay } from '../session/useSession.ts';
import { CardActions } from './CardActions.tsx';
import { CardMoves } from './CardMoves.tsx';
import { CardDetails } from './CardDetails.tsx';
import { CopyButton } from './CopyButton.tsx';
import { texts } from './texts.ts';
import { UsageRecords } from './UsageRecords.tsx';
import { useCard } from './useCard.ts';

/** One card's own page: its fields, what can be done with it, what this browser did with it, and its usage records. */
export function CardScreen() {
  const t = useTexts(texts);
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const { data: card, error, isFetching, refetch } = useCard(id);
  const [revealPhone, setRevealPhone] = useState(false);
  const mayLogs = useMay('balanceLogs');
  const mayTransfer = useMay('transfer');
  const mayMove = useMay('destroy') || mayTransfer;
  return (
    <Flex vertical gap={16}>
      <Flex gap={8} wrap>
        <Button icon={<ArrowLeftOutlined aria-hidden />} onClick={() => void navigate('/cards')}>
          {t.one.toCards}
        </Button>
        <Button icon={<ReloadOutlined aria-hidden />} loading={isFetching} onClick={() => void refetch()}>
          {t.filter.refresh}
        </Button>
      </Flex>
      {error !== null && <OutcomeAlert error={error} asked="read" />}
      {card === null && error === null && <Result status="404" title={t.one.gone} subTitle={t.one.goneHelp} />}
      {card === undefined && isFetching && <Spin />}
      {card && (
        <Box
          title={
            <h2 className="box-title">
              <bdi>{t.one.title(card.code)}</bdi> <CopyButton code={card.code} />
            </h2>
          }
          extra={
            <label className="reveal">
              <Switch size="small" checked={revealPhone} onChange={setRevealPhone} /> {t.card.revealPhones}
            </label>
          }
        >
          <Flex vertical gap={16}>
            <CardDetails card={card} revealPhone={revealPhone} />
            <CardActions card={card} />
          </Flex>
        </Box>
      )}
      {card !== undefined && mayMove && (
        <Box title={<h2 className="box-title">{t.one.moves}</h2>}>
          <CardMoves cardId={id} />
        </Box>
      )}
      {card && mayLogs && (
        <Box title={<h2 className="box-title">{t.one.logs}</h2>}>
          <UsageRecords cardId={card.id} />
        </Box>
      )}
    </Flex>
  );
}
