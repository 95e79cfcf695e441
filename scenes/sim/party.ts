// People who belong together: they set out together, take the same way, and who is ahead slows down until the others
// have come up. Nobody ever stops for it, so a family can't block a way.
import { addChoice } from "./choices";
import { OUT, WALKING, type People } from "./people";
import type { World } from "./world";

/** Who is so many metres of way ahead of the last slows down to this share, until the lead is halved. */
const LEAD = 3,
  SLOWED = 0.3;
/** Metres of way that staying together is worth. */
const TOGETHER_METRES = 40;

/** Members by party, in id order. */
export function listParties(p: People): number[][] {
  const parties: number[][] = [];
  for (let i = 0; i < p.count; i++) if (p.party[i]! >= 0) (parties[p.party[i]!] ??= []).push(i);
  return parties;
}

/** Sets one walker's pace by how far he is ahead; call when his way to go is known. */
export function keepTogether(world: World, i: number): void {
  const p = world.people;
  const members = p.party[i]! < 0 ? undefined : world.parties[p.party[i]!];
  if (!members || members.length < 2) return;
  let lead = 0;
  for (const j of members)
    if (j !== i && p.state[j] === WALKING && p.left[j]! < Infinity) lead = Math.max(lead, p.left[j]! - p.left[i]!);
  if (lead > LEAD) p.pace[i] = SLOWED;
  else if (lead < LEAD / 2) p.pace[i] = 1;
}

/** The first of the party who is on his way or out already: the others take his way. */
const leaderOf = (world: World, i: number) =>
  world.people.party[i]! < 0
    ? undefined
    : world.parties[world.people.party[i]!]!.find(
        (j) => world.people.state[j] === WALKING || world.people.state[j] === OUT,
      );

/** Takes the exit by which the leader left. */
export function followOut(world: World, i: number): void {
  const p = world.people,
    leader = leaderOf(world, i);
  if (leader === undefined || leader === i || p.state[leader] !== OUT || p.party[i] === p.followed[i]) return;
  p.followed[i] = p.party[i]!;
  if (p.goalRoom[i]! < 0)
    p.choice[i] = addChoice(world.choices, {
      exits: [p.outPortal[leader]!],
      goalRoom: -1,
      learns: false,
      ordered: true,
    });
}

/** Metres by portal that draw a member after his leader; null for who leads or walks alone. */
export function drawnAfter(world: World, i: number): Float64Array | null {
  const p = world.people,
    leader = leaderOf(world, i);
  if (leader === undefined || leader === i || p.state[leader] === OUT) return null;
  const pull = new Float64Array(world.ground.portals.length);
  const { rooms, portals, regionPortals } = world.ground;
  const mine = rooms[p.room[i]!]!.region,
    his = rooms[p.room[leader]!]!.region;
  if (mine === his) {
    if (p.next[leader]! >= 0) pull[p.next[leader]!] = TOGETHER_METRES;
  } else
    for (const q of regionPortals[mine]!) {
      const portal = portals[q]!;
      if (portal.b >= 0 && (rooms[portal.a]!.region === his || rooms[portal.b]!.region === his))
        pull[q] = TOGETHER_METRES;
    }
  return pull;
}
