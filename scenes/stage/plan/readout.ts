// What one perceives here, in sentences: for those who cannot see the picture, and as the plan route's own text. Pure.
import type { Names, Scene, View } from "../engine";
import { POSTURE_WORDS, sayFacing, saySight } from "../hud/words";
import type { MechanicFace } from "../mechanics/mechanic-face";

export interface Readout {
  place: string;
  lines: string[];
}

export interface ReadoutOptions {
  scene: Scene;
  face: MechanicFace;
  names: Names;
  nameOf: (id: string, from?: string) => string;
}

/** What the mechanic tells of stands first; a mechanic that tells nothing leaves posture, air and doors to be told. */
export function readoutOf(view: View, { scene, face, names, nameOf }: ReadoutOptions): Readout {
  const i = view.player;
  if (i < 0) return { place: "", lines: [] };
  const p = view.people;
  const roomId = names.rooms[view.self.room] ?? "";
  const place = scene.rooms.find((r) => r.id === roomId)?.name ?? "这里";
  const facing = sayFacing(p.yaw[i]!);
  const own = face.readout?.(view, facing);
  const lines = own ? [...own] : [`${POSTURE_WORDS[p.posture[i]!]}，面朝${facing}。`, sayAir(view)];
  if (view.alarm.sounding) lines.push("火灾警报正在响，照明换成了应急灯。");
  const near = countNear(view, 4);
  if (near) lines.push(`身边 4 米内有 ${near} 个人。`);
  const doors = own ? "" : sayDoors(view, scene, names, roomId, nameOf);
  if (doors) lines.push(doors);
  if (view.self.fed > 0.08) lines.push(view.self.fed > 0.5 ? "吸入的烟气很多，头晕，腿发软。" : "吸入了烟气，呛咳。");
  if (view.self.heat > 60) lines.push("空气很烫。");
  return { place, lines };
}

function sayAir(view: View): string {
  const room = view.self.room;
  const [layer, k] = [view.rooms.layer[room] ?? 3, view.rooms.upperK[room] ?? 0];
  const sight = saySight(view.self.visibility);
  if (k < 0.05) return `没有烟，${sight}。`;
  if (layer > 1.9) return `烟贴着天花板，离地约 ${layer.toFixed(1)} 米，${sight}。`;
  if (layer > 1.1) return `烟压到了头的高度，离地约 ${layer.toFixed(1)} 米，${sight}；弯腰能看得远些。`;
  return `烟压得很低，离地约 ${Math.max(0, layer).toFixed(1)} 米，${sight}；只有贴地还能呼吸。`;
}

function countNear(view: View, metres: number): number {
  const { people: p, player: i } = view;
  let n = 0;
  for (let k = 0; k < p.count; k++) {
    if (k === i || p.state[k] === 2 || p.storey[k] !== p.storey[i]) continue;
    if (Math.hypot(p.x[k]! - p.x[i]!, p.y[k]! - p.y[i]!) < metres) n++;
  }
  return n;
}

function sayDoors(
  view: View,
  scene: Scene,
  names: Names,
  room: string,
  nameOf: (id: string, from?: string) => string,
): string {
  const said = (scene.doors ?? [])
    .filter((d) => d.leaf !== "none" && d.rooms.includes(room))
    .map((d) => {
      const open = (view.doors.openness[names.doors.indexOf(d.id)] ?? 0) > 0.4;
      return `${nameOf(d.id, room)}${open ? "开着" : "关着"}`;
    });
  return said.length ? `${said.join("，")}。` : "";
}
