/**
 * What zod is asked to check: the types of every field as the platform's page has them, whole numbers that are safe, and
 * texts that must not be empty. That is less than the client checks (numbers in strings, keys that come twice, unpaired
 * surrogates), and fields need not be renamed: where the comparison is not even, it is in the peer's favour.
 */
import { peer } from './peer.js';

const z = await peer('zod');

const card = z.object({
  id: z.string().min(1),
  create_time: z.int().nullish(),
  update_time: z.int().nullish(),
  code: z.string().min(1),
  user_id: z.string().nullish(),
  api_limit: z.int(),
  type: z.string().min(1),
  user_phone: z.union([z.int(), z.string()]).nullish(),
  user_name: z.string().nullish(),
});
const message = z.string().nullish();
const listSchema = z.object({ success: z.literal(true), message, totalNumber: z.int().min(0), data: z.array(card) });
const detailSchema = z.object({ success: z.literal(true), message, data: card });

/** @param {unknown} answer */
export const list = (answer) => listSchema.parse(answer).data;
/** @param {unknown} answer */
export const detail = (answer) => detailSchema.parse(answer).data;
