import type { Db } from "~/platform/db.server";

/**
 * What lies with an organisation and is not known here: exam centres. Whoever shuts or moves one hands in who knows.
 */
export interface OrganisationGround {
  /** Refuses while something that is not over yet stands there. */
  requireQuiet(db: Db, place: { organisationId: string } | { districtCode: string }): Promise<void>;
  /** What the organisation runs lies where it lies. */
  follow(db: Db, moved: { organisationId: string; districtCode: string }): Promise<void>;
}
