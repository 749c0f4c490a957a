/**
 * The same as schema-zod.js asks, in valibot.
 */
import { peer } from './peer.js';

const v = await peer('valibot');

const int = v.pipe(v.number(), v.safeInteger());
const filled = v.pipe(v.string(), v.minLength(1));
const card = v.object({
  id: filled,
  create_time: v.nullish(int),
  update_time: v.nullish(int),
  code: filled,
  user_id: v.nullish(v.string()),
  api_limit: int,
  type: filled,
  user_phone: v.nullish(v.union([int, v.string()])),
  user_name: v.nullish(v.string()),
});
const message = v.nullish(v.string());
const success = v.literal(true);
const listSchema = v.object({ success, message, totalNumber: v.pipe(int, v.minValue(0)), data: v.array(card) });
const detailSchema = v.object({ success, message, data: card });

/** @param {unknown} answer */
export const list = (answer) => v.parse(listSchema, answer).data;
/** @param {unknown} answer */
export const detail = (answer) => v.parse(detailSchema, answer).data;
