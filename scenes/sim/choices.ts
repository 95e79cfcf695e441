// Classes of people by the exits they may or want to use. People of one class share one table of costs (route.ts).
import { sorted } from "./geometry";
import type { Ground } from "./state/ground";
import type { Scene, Traits } from "./scene";

export interface Choice {
  /** Exit portals that may be used; null = all that are safe. */
  exits: readonly number[] | null;
  /** Room to go to in place of an exit, or −1. */
  goalRoom: number;
  /** Learns of other exits by signs and smoke: a familiar exit, not an assigned one. */
  learns: boolean;
  /** Told to use them by an order. */
  ordered?: boolean;
}
export interface Choices {
  list: Choice[];
  index: Map<string, number>;
  ground: Ground;
}

export function createChoices(scene: Scene, ground: Ground): Choices {
  const choices: Choices = { list: [], index: new Map(), ground };
  addChoice(choices, { exits: null, goalRoom: -1, learns: false });
  // in a fixed order, so that class numbers depend on the scene alone
  for (const g of [...sorted(scene.population?.groups), ...sorted(scene.population?.persons)]) {
    for (const list of [g.assigned, g.familiar]) for (const e of list ?? []) exitPortal(ground, e.exit);
  }
  return choices;
}

export function addChoice(c: Choices, choice: Choice): number {
  const key = `${choice.exits?.join() ?? "all"};${choice.goalRoom};${choice.learns}${choice.ordered ? ";ordered" : ""}`;
  const known = c.index.get(key);
  if (known !== undefined) return known;
  c.list.push(choice);
  c.index.set(key, c.list.length - 1);
  return c.list.length - 1;
}

export function findChoice(c: Choices, t: Traits, uAssigned: number, uFamiliar: number, goalRoom: number): number {
  if (goalRoom >= 0) return addChoice(c, { exits: [], goalRoom, learns: false });
  if (t.assigned?.length)
    return addChoice(c, { exits: [exitPortal(c.ground, pick(t.assigned, uAssigned))], goalRoom: -1, learns: false });
  if (t.familiar?.length)
    return addChoice(c, { exits: [exitPortal(c.ground, pick(t.familiar, uFamiliar))], goalRoom: -1, learns: true });
  return 0;
}

function pick(list: { exit: string; share: number }[], u: number): string {
  const order = list.slice().sort((a, b) => (a.exit < b.exit ? -1 : 1));
  let rest = u * order.reduce((sum, e) => sum + e.share, 0);
  for (const e of order) {
    rest -= e.share;
    if (rest < 0) return e.exit;
  }
  return order[order.length - 1]!.exit;
}

export function exitPortal(ground: Ground, id: string): number {
  const portal = ground.portalIndex.get(id);
  if (portal === undefined) throw new RangeError(`exit ${id} is not in the scene`);
  return portal;
}
