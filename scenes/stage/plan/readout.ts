// What one perceives here, in sentences: for those who cannot see the picture, and as the plan route's own text. Pure.
import { partOf } from "../engine";
import { careLines } from "../mechanics/resuscitate/beat-words";
import type { CareView, Names, Scene, View } from "../engine";
import { POSTURE_WORDS, sayFacing, saySight } from "../hud/words";

export interface Readout {
  place: string;
  lines: string[];
}

export function readoutOf(
  view: View,
  { scene, names, nameOf }: { scene: Scene; names: Names; nameOf: (id: string, from?: string) => string },
): Readout {
  const i = view.player;
  if (i < 0) return { place: "", lines: [] };
  const p = view.people;
  const roomId = names.rooms[view.self.room] ?? "";
  const place = scene.rooms.find((r) => r.id === roomId)?.name ?? "这里";
  const facing = sayFacing(p.yaw[i]!);
  const care = partOf(view, "resuscitate");
  const lines = care ? sayCare(care, facing) : [`${POSTURE_WORDS[p.posture[i]!]}，面朝${facing}。`, sayAir(view)];
  if (view.alarm.sounding) lines.push("火灾警报正在响，照明换成了应急灯。");
  const near = countNear(view, 4);
  if (near) lines.push(`身边 4 米内有 ${near} 个人。`);
  const doors = care ? "" : sayDoors(view, scene, names, roomId, nameOf);
  if (doors) lines.push(doors);
  if (view.self.fed > 0.08) lines.push(view.self.fed > 0.5 ? "吸入的烟气很多，头晕，腿发软。" : "吸入了烟气，呛咳。");
  if (view.self.heat > 60) lines.push("空气很烫。");
  return { place, lines };
}

/** How the one who lies there looks from here, and what is on its way. */
function sayCare(care: CareView, facing: string): string[] {
  const lines = [care.kneeling ? "你跪在他身边。" : `你站着，面朝${facing}。`];
  if (care.hazardOn) lines.push("他身边的水里有一根破皮的电线，插头还插在墙柱上。");
  if (!care.recognised) lines.push(care.near ? "一个中年男人仰面躺着，不动。" : "前面地上仰面躺着一个中年男人，不动。");
  else lines.push(care.pads ? "他的胸口贴着电极片。" : care.bare ? "他的胸口露出来了。" : "他仰面躺着，没有正常呼吸。");
  if (care.swapper >= 0) lines.push("有人替你按着。");
  return [...lines, ...careLines(care).map((line) => `${line}。`)];
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
