// What the player reads: names of things, acts with their object, directions and distances in plain Chinese. Pure.
import type { Prompt, Scene, View } from "../engine";

export type Texts = Readonly<Record<string, string>>;

/** Names of things by id: a door without a name is called after the room behind it. */
export function createNames(scene: Scene): (id: string, fromRoom?: string) => string {
  const rooms = new Map(scene.rooms.map((r) => [r.id, r.name ?? "房间"]));
  const doors = new Map((scene.doors ?? []).map((d) => [d.id, d]));
  const named = new Map<string, string>();
  for (const list of [scene.exits, scene.lifts, scene.spots, scene.refuges])
    for (const o of list ?? []) if (o.name) named.set(o.id, o.name);
  for (const p of scene.population?.persons ?? []) if (p.name) named.set(p.id, p.name);
  for (const c of scene.callPoints ?? []) named.set(c.id, "手动报警按钮");
  for (const e of scene.extinguishers ?? []) named.set(e.id, "灭火器");
  return (id, fromRoom) => {
    const door = doors.get(id);
    if (!door) return named.get(id) ?? rooms.get(id) ?? "";
    const other = door.rooms[0] === fromRoom ? door.rooms[1] : door.rooms[0];
    return door.name ?? (fromRoom && rooms.has(other) ? `${rooms.get(other)}的门` : "门");
  };
}

const POINTING = "指着他";

/** “开门：财务室的门” → the act's words and what it is done to. */
export function sayAct(prompt: Prompt, texts: Texts, nameOf: (id: string) => string): { act: string; subject: string } {
  const act = texts[prompt.label] ?? prompt.verb;
  const subject = prompt.subject && prompt.subject !== "" ? nameOf(prompt.subject) : "";
  // somebody asked by name is named in the sentence itself
  if (subject && act.startsWith(POINTING)) return { act: `指着${subject}${act.slice(POINTING.length)}`, subject: "" };
  return { act, subject: act.includes(subject) ? "" : subject };
}

/** Direction of something from the player: an angle to turn an arrow by (0 = ahead, clockwise), and its word. */
export function bearingFrom(bearing: number, yaw: number): { turn: number; word: string } {
  const relative = (((((yaw - bearing) / 65536) % 1) + 1.5) % 1) - 0.5;
  const eighth = Math.round(relative * 8);
  const word = ["前方", "右前方", "右边", "右后方", "身后", "左后方", "左边", "左前方"][(eighth + 8) % 8]!;
  return { turn: relative * 360, word };
}

const EIGHTHS = ["东", "东北", "北", "西北", "西", "西南", "南", "东南"];

/** The way one faces, by eighths; yaw in 1/65536 turn. */
export const sayFacing = (yaw: number): string => EIGHTHS[Math.round((yaw / 65536) * 8) % 8]!;

export const sayClock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function saySight(visibility: number): string {
  if (visibility >= 25) return "看得清";
  if (visibility >= 10) return `可见度约 ${Math.round(visibility)} 米`;
  return visibility < 1 ? "可见度不到 1 米" : `可见度约 ${Math.round(visibility)} 米`;
}

export const POSTURE_WORDS = ["直立", "弯腰", "爬行"] as const;

/** Which of the sim's prompts stand ready to hand, the one to offer first in front. */
export function orderPrompts(view: View, at: (p: Prompt) => { x: number; y: number } | null, yaw: number): Prompt[] {
  const i = view.player;
  if (i < 0) return [];
  const [px, py] = [view.people.x[i]!, view.people.y[i]!];
  const cost = (p: Prompt): number => {
    if (p.first) return -10;
    const place = at(p);
    if (!place) return 6 + (RARE[p.verb] ?? 0);
    const off = Math.abs(
      Math.atan2(
        Math.sin(Math.atan2(place.y - py, place.x - px) - yaw),
        Math.cos(Math.atan2(place.y - py, place.x - px) - yaw),
      ),
    );
    return p.distance + off * 1.6 + (RARE[p.verb] ?? 0);
  };
  return view.prompts
    .map((p, n) => ({ p, c: cost(p) + n * 0.001 }))
    .sort((a, b) => a.c - b.c)
    .map((e) => e.p);
}

const RARE: Record<string, number> = {
  close: 0.1,
  "take-lift": 1,
  stop: 5,
  shelter: 2,
  "cover-mouth": 1,
  call: 2,
  shout: 1.5,
  release: 2,
};

/** Where the thing of a prompt stands in plan. */
export function promptPlaces(scene: Scene): (p: Prompt) => { x: number; y: number } | null {
  const places = new Map<string, { x: number; y: number }>();
  for (const d of [...(scene.doors ?? []), ...(scene.exits ?? []), ...(scene.lifts ?? [])]) {
    places.set(d.id, { x: (d.segment[0][0] + d.segment[1][0]) / 2, y: (d.segment[0][1] + d.segment[1][1]) / 2 });
  }
  for (const o of [...(scene.callPoints ?? []), ...(scene.extinguishers ?? []), ...(scene.spots ?? [])])
    places.set(o.id, { x: o.at[0], y: o.at[1] });
  return (p) => places.get(p.subject) ?? null;
}
