// What is typed on the pages of the exam ground: centres, their rooms, the seats in them.

import { z } from "zod";
import { placeNameFault } from "~/platform/place-name";

const sound = (text: string, context: z.RefinementCtx): void => {
  const message = placeNameFault(text);
  if (message) context.addIssue({ code: "custom", message });
};
const name = (most: number) =>
  z.string().trim().min(2, "名称至少 2 个字").max(most, `名称最多 ${most} 个字`).superRefine(sound);
const whole = (most: number, what: string) =>
  z.coerce
    .number<string>({ error: `填${what}` })
    .int(`${what}是整数`)
    .min(1, `${what}至少是 1`)
    .max(most, `${what}最多 ${most}`);
const id = z.string().min(1).max(80);

export const NewCentre = z.strictObject({ name: name(40), organisationId: z.string().min(1, "选一个单位") });
export const NewRoom = z.strictObject({
  name: name(20),
  seats: whole(300, "座位数"),
  columns: whole(30, "每排座位数"),
});
export const MoreSeats = z.strictObject({ seats: whole(100, "座位数") });
export const Name = z.strictObject({ name: name(40) });
export const SeatChange = z.strictObject({
  seatId: id,
  label: z
    .string()
    .trim()
    .min(1, "写座位号")
    .max(12, "座位号最多 12 个字")
    .regex(/^[\p{Script=Han}A-Za-z0-9-]+$/u, "座位号用汉字、字母、数字和短横线"),
  machine: z.string().trim().max(40, "机器名最多 40 个字").superRefine(sound),
});
export type NewCentre = z.infer<typeof NewCentre>;
export type NewRoom = z.infer<typeof NewRoom>;
export type SeatChange = z.infer<typeof SeatChange>;

const rest = { intent: z.string() };
/** The acts of a centre's page. */
export const CentreAct = z.discriminatedUnion("intent", [
  NewRoom.extend({ ...rest, intent: z.literal("room") }),
  Name.extend({ ...rest, intent: z.literal("rename") }),
  z.strictObject({ intent: z.literal("close") }),
  z.strictObject({ intent: z.literal("reopen") }),
]);
/** The acts of a room's page. */
export const RoomAct = z.discriminatedUnion("intent", [
  MoreSeats.extend({ ...rest, intent: z.literal("seats") }),
  Name.extend({ ...rest, intent: z.literal("rename") }),
  SeatChange.extend({ ...rest, intent: z.literal("seat") }),
  z.strictObject({ intent: z.literal("close") }),
  z.strictObject({ intent: z.literal("reopen") }),
  z.strictObject({ intent: z.literal("close-seat"), seatId: id }),
  z.strictObject({ intent: z.literal("reopen-seat"), seatId: id }),
]);
export type CentreAct = z.infer<typeof CentreAct>;
export type RoomAct = z.infer<typeof RoomAct>;
