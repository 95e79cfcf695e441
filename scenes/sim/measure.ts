// What a headless run is asked for: who left when and where, flow at doors, density in areas, speed on lines, air by
// room, dose by person, and who is stuck. Samples once a second; call watch() after every step, report() at the end.
import { TICKS_PER_SECOND } from "./time";
import { centroid, crosses, isInside, polygonArea, sorted } from "./geometry";
import { hazardView } from "./air";
import { DOWN, OUT, STANDING, SHELTERED, WALKING } from "./people";
import { airAt, freshAir, readFields, visibility } from "./hazard/index";
import type { Area, Line } from "./scene";
import type { World } from "./world";

/** One who wants to walk and has not come 0.3 m further in this time is stuck. */
const STUCK_SECONDS = 30;
const STUCK_METRES = 0.3;

interface LineTally {
  line: Line;
  plane: number;
  passed: number[];
  speed: number[];
}
interface AreaTally {
  area: Area;
  plane: number;
  size: number;
  density: number[];
}

export type Recorder = ReturnType<typeof createRecorder>;

export function createRecorder(world: World, options: { air?: boolean } = {}) {
  const { scene, ground } = world;
  const plane = (storey: string) => ground.planeIndex.get(storey)!;
  return {
    world,
    air: options.air ?? true,
    flows: ground.portals.map(() => [] as number[]),
    before: new Float64Array(ground.portals.length),
    areas: sorted(scene.areas).map((area): AreaTally => ({
      area,
      plane: plane(area.storey),
      size: polygonArea(area.polygon),
      density: [],
    })),
    lines: sorted(scene.lines).map((line): LineTally => ({ line, plane: plane(line.storey), passed: [], speed: [] })),
    lineSum: new Float64Array(sorted(scene.lines).length),
    lineCount: new Float64Array(sorted(scene.lines).length),
    rooms: ground.rooms.map(
      () =>
        [] as {
          second: number;
          layer: number;
          upperK: number;
          lowerK: number;
          upperT: number;
          lowerT: number;
          visibility: number;
          o2: number;
          co2: number;
          co: number;
          hcn: number;
        }[],
    ),
    /** Other fields in the middle of each room: gases in volume % or ppm, water in metres. */
    fields: ground.rooms.map(
      () => [] as { second: number; o2: number; ch4: number; h2s: number; co: number; plume: number; depth: number }[],
    ),
    fires: world.fires.map(() => [] as number[]),
    lastX: Float64Array.from(world.people.x),
    lastY: Float64Array.from(world.people.y),
    still: new Int32Array(world.people.count),
    stuckEver: new Set<number>(),
    x: Float64Array.from(world.people.x),
    y: Float64Array.from(world.people.y),
    alarm: -1,
  };
}

export function watch(r: Recorder): void {
  const w = r.world,
    p = w.people;
  for (let k = 0; k < r.lines.length; k++) tallyLine(r, k);
  for (let i = 0; i < p.count; i++) {
    r.x[i] = p.x[i]!;
    r.y[i] = p.y[i]!;
  }
  if (r.alarm < 0 && w.alarm.since >= 0) r.alarm = w.alarm.since;
  if (w.tick % TICKS_PER_SECOND !== 0) return;
  for (let k = 0; k < r.flows.length; k++) {
    r.flows[k]!.push(w.passed[k]! - r.before[k]!);
    r.before[k] = w.passed[k]!;
  }
  for (const a of r.areas) a.density.push(countIn(w, a) / a.size);
  r.lines.forEach((l, k) => {
    l.passed.push(r.lineCount[k]!);
    l.speed.push(r.lineCount[k]! > 0 ? r.lineSum[k]! / r.lineCount[k]! : -1);
    r.lineSum[k] = 0;
    r.lineCount[k] = 0;
  });
  findStuck(r);
  if (r.air && w.air) sampleAir(r);
  if (r.air && w.fields) sampleFields(r);
}

function tallyLine(r: Recorder, k: number): void {
  const l = r.lines[k]!,
    p = r.world.people;
  const [[ax, ay], [bx, by]] = l.line.segment;
  for (let i = 0; i < p.count; i++) {
    if (p.plane[i] !== l.plane || !crosses(r.x[i]!, r.y[i]!, p.x[i]!, p.y[i]!, ax, ay, bx, by)) continue;
    r.lineSum[k] = r.lineSum[k]! + p.speed[i]!;
    r.lineCount[k] = r.lineCount[k]! + 1;
  }
}

function countIn(w: World, a: AreaTally): number {
  const p = w.people;
  let n = 0;
  for (let i = 0; i < p.count; i++)
    if (p.state[i] !== OUT && p.plane[i] === a.plane && isInside(a.area.polygon, p.x[i]!, p.y[i]!)) n++;
  return n;
}

function findStuck(r: Recorder): void {
  const p = r.world.people;
  for (let i = 0; i < p.count; i++) {
    const dx = p.x[i]! - r.lastX[i]!,
      dy = p.y[i]! - r.lastY[i]!;
    const wants =
      p.state[i] === WALKING && i !== r.world.player && (p.next[i]! >= 0 || p.heads[i] === 1 || p.goalRoom[i]! >= 0);
    if (!wants || dx * dx + dy * dy > STUCK_METRES * STUCK_METRES) {
      r.lastX[i] = p.x[i]!;
      r.lastY[i] = p.y[i]!;
      r.still[i] = 0;
    } else r.still[i] = r.still[i]! + 1;
  }
}

function sampleFields(r: Recorder): void {
  const w = r.world,
    second = w.tick / TICKS_PER_SECOND;
  w.ground.rooms.forEach((room, k) => {
    const [x, y] = centroid(room.polygon);
    const { o2, ch4, h2s, co, plume, depth } = readFields(
      w.fields!.model,
      w.ground.planes[room.plane]!.id,
      room.id,
      x,
      y,
    );
    r.fields[k]!.push({ second, o2, ch4, h2s, co, plume, depth });
  });
}

/** Height at which a standing person breathes, metres. */
const MOUTH = 1.6;
const scratch = freshAir();

function sampleAir(r: Recorder): void {
  const w = r.world,
    v = hazardView(w),
    second = w.tick / TICKS_PER_SECOND;
  r.rooms.forEach((list, g) => {
    const room = w.ground.rooms[g]!,
      [x, y] = centroid(room.polygon),
      floor = w.ground.planes[room.plane]!.elevation;
    const { o2, co2, co, hcn } = airAt(w.air!.hazard, w.air!.room[g]!, x, y, floor + MOUTH, scratch);
    const k = v.rooms.layer[g]! > MOUTH ? v.rooms.lowerK[g]! : v.rooms.upperK[g]!;
    list.push({
      second,
      layer: v.rooms.layer[g]!,
      upperK: v.rooms.upperK[g]!,
      lowerK: v.rooms.lowerK[g]!,
      upperT: v.rooms.upperT[g]!,
      lowerT: v.rooms.lowerT[g]!,
      visibility: Math.min(100, visibility(k)),
      o2,
      co2,
      co,
      hcn,
    });
  });
  v.fires.forEach((q, k) => r.fires[k]?.push(q));
}

const STATES = ["waiting", "walking", "out", "down", "sheltered", "standing"] as const;

export function report(r: Recorder) {
  const w = r.world,
    p = w.people,
    g = w.ground;
  const seconds = (tick: number) => (tick < 0 ? null : Math.round((tick + 1) * w.dt * 1000) / 1000);
  const people = p.ids.map((id, i) => ({
    id,
    out: seconds(p.outTick[i]!),
    exit: p.outPortal[i]! < 0 ? null : g.portals[p.outPortal[i]!]!.id,
    started: p.moveTick[i]! < 0 ? null : p.moveTick[i]! * w.dt,
    state: STATES[p.state[i]!],
    room: g.rooms[p.room[i]!]?.id ?? null,
    metres: p.travelled[i]!,
    fed: p.fed[i]!,
    speed: p.freeSpeed[i]!,
  }));
  const times = people.flatMap((q) => (q.out === null ? [] : [q.out])).sort((a, b) => a - b);
  const at = (share: number) =>
    times.length ? times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)]! : null;
  const lost = (i: number) =>
    p.state[i] === WALKING &&
    i !== w.player &&
    p.next[i]! < 0 &&
    !p.heads[i] &&
    (p.goalRoom[i]! < 0 || g.rooms[p.goalRoom[i]!]!.region !== g.rooms[p.room[i]!]!.region);
  const held = (i: number) => p.floorFactor[i] === 0;
  const still = people.flatMap((q, i) =>
    p.state[i] === WALKING && i !== w.player && !lost(i) && r.still[i]! >= STUCK_SECONDS ? [{ id: q.id, i }] : [],
  );
  const stuck = still.filter((q) => !held(q.i)).map((q) => q.id);
  return {
    ticks: w.tick,
    seconds: w.tick * w.dt,
    people,
    alarm: r.alarm < 0 ? null : r.alarm * w.dt,
    counts: Object.fromEntries(STATES.map((name, s) => [name, p.state.reduce((n, v) => n + (v === s ? 1 : 0), 0)])),
    evacuation: {
      count: times.length,
      first: times[0] ?? null,
      p50: at(0.5),
      p90: at(0.9),
      p95: at(0.95),
      last: times[times.length - 1] ?? null,
    },
    flows: g.portals.map((q, k) => ({
      id: q.id,
      kind: q.kind,
      width: q.width,
      total: w.passed[k]!,
      perSecond: r.flows[k]!,
    })),
    areas: r.areas.map((a) => ({
      id: a.area.id,
      peak: a.density.reduce((m, d) => Math.max(m, d), 0),
      density: a.density,
    })),
    lines: r.lines.map((l) => ({ id: l.line.id, passed: l.passed, speed: l.speed })),
    rooms: w.air ? g.rooms.map((room, k) => ({ id: room.id, air: r.rooms[k]! })) : [],
    fields: w.fields ? g.rooms.map((room, k) => ({ id: room.id, samples: r.fields[k]! })) : [],
    fires: w.fires.map((f, k) => ({ id: f.id, kilowatts: r.fires[k]! })),
    stuck,
    /** Can't stir for what is on the floor: deep or rushing water. */
    heldFast: still.filter((q) => held(q.i)).map((q) => q.id),
    /** Alive and walking, but knowing no way: locked in, or no way for a wheelchair. */
    withoutWay: people.filter((_, i) => lost(i)).map((q) => q.id),
    unfinished: people.filter(
      (_, i) => ![OUT, DOWN, STANDING, SHELTERED].includes(p.state[i]!) && !p.stays[i] && i !== w.player,
    ).length,
  };
}
