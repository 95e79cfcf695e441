// One tick of a world, a column of calls. Time = tick × TICK.
import { stepAir } from "./air";
import { watchAlarm } from "./alarm";
import { makeChanges } from "./changes";
import { moveDoors } from "./doors";
import { expose } from "./expose";
import { stepFields } from "./fields";
import { moveCars } from "./lifts";
import { move, shutLeaves } from "./move";
import { fillNeighbours } from "./neighbours";
import { handlePlayer, takeInputs } from "./player";
import { steer } from "./steer";
import { think } from "./think";
import type { Inputs } from "./inputs";
import type { World } from "./world";

/** One tick. */
export function step(world: World, inputs: Inputs): void {
  world.events.length = 0;
  makeChanges(world);
  takeInputs(world, inputs);
  think(world);
  fillNeighbours(world.near, world.people);
  handlePlayer(world);
  steer({
    people: world.people,
    ground: world.ground,
    near: world.near,
    seed: world.seed,
    tick: world.tick,
    dt: world.dt,
    parameters: world.parameters,
    leaf: shutLeaves(world),
    inTheWay: world.inTheWay,
    byHand: world.self.byHand ? world.player : -1,
    nextX: world.nextX,
    nextY: world.nextY,
  });
  move(world);
  moveDoors(world);
  moveCars(world);
  stepAir(world);
  watchAlarm(world);
  expose(world);
  stepFields(world);
  world.tick++;
  world.procedure(inputs);
}
