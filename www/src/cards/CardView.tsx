import { Grid } from 'antd';
import { CardGrid, type CardViewProps } from './CardGrid.tsx';
import { CardStack } from './CardStack.tsx';

/** Cards, as a table where there is room for one and as a stack where there is not. */
export function CardView(props: CardViewProps) {
  const { md } = Grid.useBreakpoint();
  return md === false ? <CardStack {...props} /> : <CardGrid {...props} />;
}
