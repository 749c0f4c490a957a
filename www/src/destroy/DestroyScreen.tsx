import { Result, Spin } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { texts } from '../cards/texts.ts';
import { useCard } from '../cards/useCard.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { DestroyDialog } from '../moves/DestroyDialog.tsx';

/** Destroys the card that `?ids=` names. */
export function DestroyScreen() {
  const t = useTexts(texts);
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { data, isLoading } = useCard(search.get('ids'));
  if (isLoading) return <Spin />;
  if (!data) return <Result status="404" title={t.list.empty} />;
  return <DestroyDialog card={data} onClose={() => void navigate('/cards')} />;
}
