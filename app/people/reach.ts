// How far an act reaches, as a filter: districts' subtrees and single organisations. A district's code begins with its
// parent's (GB/T 2260, then townships and our own villages), so a subtree is a prefix.

export type ReachOf = { all: boolean; districtPaths: readonly string[]; organisationIds: readonly string[] };

export const codesOf = (reach: ReachOf): string[] =>
  reach.districtPaths.map((path) => path.slice(path.lastIndexOf("/") + 1));

/** Whether something that lies in this district, or belongs to this organisation, is within reach. */
export function isWithin(
  reach: ReachOf,
  { districtCode, organisationId }: { districtCode: string; organisationId?: string | null },
): boolean {
  if (reach.all) return true;
  if (organisationId && reach.organisationIds.includes(organisationId)) return true;
  return codesOf(reach).some((code) => districtCode.startsWith(code));
}

/** Prisma's OR for rows with districtCode and an organisation's id in `column`; undefined: no bound. */
export function reachWhere<C extends string>(reach: ReachOf, column: C) {
  if (reach.all) return {};
  return {
    OR: [
      ...codesOf(reach).map((code) => ({ districtCode: { startsWith: code } })),
      { [column]: { in: [...reach.organisationIds] } } as Record<C, { in: string[] }>,
    ],
  };
}

export const reachPaths = (reach: ReachOf): string[] => [...reach.districtPaths];
