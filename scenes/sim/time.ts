// The clock of the simulation: integer ticks; time = tick × TICK.

export const TICKS_PER_SECOND = 20;
/** Seconds. */
export const TICK = 1 / TICKS_PER_SECOND;
