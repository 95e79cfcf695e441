// What happened in a tick, for mechanics, captions and measurements. The list is emptied when the next tick begins.
export interface SimEvent {
  kind:
    | "alarm"
    | "crossed"
    | "out"
    | "arrived"
    | "door-opened"
    | "door-closed"
    | "door-felt"
    | "door-locked"
    | "called"
    | "shouted"
    | "heard"
    | "took"
    | "sprayed"
    | "released"
    | "covered-mouth"
    | "lift"
    | "sheltered"
    | "down"
    | "stopped"
    | "contact"
    | "signalled"
    | "fire-out"
    | "refused"
    | "fell"
    | "ordered"
    | "carried";
  tick: number;
  /** Person, or −1 for the building itself. */
  who: number;
  subject: string;
  index: number;
  value: number;
}

export function noteEvent(world: { tick: number; events: SimEvent[] }, event: Omit<SimEvent, "tick">): void {
  world.events.push({ ...event, tick: world.tick });
}
