// What is kept of a player's run for the judge.
import type { World } from "../../sim/world";
import type { Caption, Outcome, TracePoint } from "../mechanic";

export interface Mark {
  code: string;
  tick: number;
  params: Record<string, number | string>;
  at?: { storey: string; x: number; y: number };
}

export interface EvacuateParameters {
  /** Score from which the drill counts as passed. */
  pass?: number;
  /** Seconds from sheltering until crews come. */
  crews?: number;
}

export type Account = ReturnType<typeof createAccount>;

export function createAccount(world: World) {
  const parameters = (world.scene.mechanic ?? {}) as EvacuateParameters;
  const room = world.player < 0 ? -1 : world.people.room[world.player]!;
  const region = room < 0 ? -1 : world.ground.rooms[room]!.region;
  return {
    parameters,
    lastTick: Math.round(world.scene.meta.seconds / world.dt),
    crewTicks: Math.round((parameters.crews ?? world.scene.alarm?.crews ?? 120) / world.dt),
    fireRooms: world.fires.map((f) => world.ground.roomIndex.get(f.room)!),
    outcome: null as Outcome | null,
    captions: [] as Caption[],
    marks: [] as Mark[],
    trace: [] as TracePoint[],
    noticed: -1,
    firstAct: -1,
    alarmTick: -1,
    ticksInSmoke: 0,
    ticksLow: 0,
    doorsFelt: 0,
    doorsOpened: 0,
    feltFirst: 0,
    doorsClosed: 0,
    felt: new Map<number, number>(),
    wrongTurns: 0,
    contacts: 0,
    shouts: 0,
    warned: 0,
    shelterTick: -1,
    shelterRoom: -1,
    home: region,
    region,
    room,
    leftFireRoom: false,
    smokeTold: false,
    alarmTold: false,
    dazedTold: 0,
  };
}
