import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import type { Operation } from './api.ts';
import { texts } from './texts.ts';

/** Says in a line what an operation does, with codes and without phones. */
export function useSummary(): (operation: Operation) => string {
  const t = useTexts(texts);
  const format = useFormat();
  return ({ kind, input, evidence }) =>
    kind === 'transfer'
      ? t.operations.transfer(format.number(Number(input['limit'])), String(input['code']), String(input['targetCode']))
      : t.operations.destroy(evidence?.before?.card?.code ?? String(input['id']));
}
