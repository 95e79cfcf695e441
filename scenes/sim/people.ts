// Everybody in a world as rows of typed arrays. Row order is fixed: the player first, then groups by id and number,
// then named persons by id. `key` is a hash of the person's id: all draws use it, so who else is there changes nobody's
// luck.
export const WAITING = 0,
  WALKING = 1,
  OUT = 2,
  DOWN = 3,
  SHELTERED = 4,
  STANDING = 5;

export type People = ReturnType<typeof createPeople>;

export function createPeople(count: number) {
  const f = () => new Float64Array(count);
  const i = () => new Int32Array(count);
  return {
    count,
    ids: [] as string[],
    key: i(),
    group: i(),
    // body
    x: f(),
    y: f(),
    z: f(),
    plane: new Uint8Array(count),
    room: i(),
    yaw: new Uint16Array(count),
    posture: new Uint8Array(count),
    state: new Uint8Array(count),
    look: new Uint16Array(count),
    radius: f(),
    age: new Uint8Array(count),
    /** Free speed on the level, and shares of it down and up stairs. */
    freeSpeed: f(),
    downShare: f(),
    upShare: f(),
    // motion: velocity of the last tick, direction of walking, wish
    vx: f(),
    vy: f(),
    speed: f(),
    ex: f(),
    ey: f(),
    wishX: f(),
    wishY: f(),
    wishSpeed: f(),
    /** Ticks for which one wanted to move and could not. */
    jam: i(),
    // mind
    startTick: i(),
    delay: i(),
    fromAlarm: new Uint8Array(count),
    /** Portal to go to next, −1 for none. */
    next: i(),
    /** Metres of way left to it. */
    togo: f(),
    /** Class of exits that may be used, see route.ts. */
    choice: i(),
    familiar: i(),
    dirty: new Uint8Array(count),
    stays: new Uint8Array(count),
    follows: f(),
    headingX: f(),
    headingY: f(),
    heads: new Uint8Array(count),
    goalRoom: i(),
    /** Party one belongs to, −1; pace kept for its sake; metres of way left to safety at the last thought. */
    party: i().fill(-1),
    followed: i().fill(-2),
    pace: f().fill(1),
    left: f().fill(Infinity),
    stairs: new Uint8Array(count),
    /** Waits for an evacuation lift or is carried by one, see lifts.ts. */
    lift: new Uint8Array(count),
    // body's account
    fed: f(),
    smokeFactor: f(),
    floorFactor: f().fill(1),
    extinction: f(),
    outTick: i().fill(-1),
    outPortal: i().fill(-1),
    moveTick: i().fill(-1),
    travelled: f(),
  };
}
