import { Spin } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { useCard } from '../cards/useCard.ts';
import { TransferDialog } from './TransferDialog.tsx';

/** A transfer; `?source=` names the card that the person started from. */
export function TransferScreen() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const source = search.get('source');
  const { data, isLoading } = useCard(source);
  if (isLoading) return <Spin />;
  return <TransferDialog source={data ?? null} onClose={() => void navigate('/cards')} />;
}
