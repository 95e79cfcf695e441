// The part of the view that is a mechanic's own, asked for by the mechanic's name.
import type { MechanicName, MechanicPart } from "./registry";

/** What this mechanic shows; `never` for one that shows nothing. */
export type PartOf<Name extends MechanicName> = Extract<MechanicPart, { mechanic: Name }>;

/** The view's part if it is this mechanic's, else null. */
export function partOf<Name extends MechanicName>(
  view: { readonly part: MechanicPart | null },
  mechanic: Name,
): PartOf<Name> | null {
  return view.part?.mechanic === mechanic ? (view.part as PartOf<Name>) : null;
}
