import type { CallOptions, CdkeyClient } from 'espai-cdkey';
import type { Pair, TransferOrder } from './move.ts';

/** Both cards of a transfer, read side by side. Rejects with the first read that fails. */
export async function readPair(client: CdkeyClient, order: TransferOrder, options?: CallOptions): Promise<Pair> {
  const { phone, code, targetPhone, targetCode } = order;
  const [source, target] = await Promise.all([
    client.detail({ phone, code }, options),
    client.detail({ phone: targetPhone, code: targetCode }, options),
  ]);
  return { source, target };
}
