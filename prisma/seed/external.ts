import { changeExternal, enterExternal } from "~/certificate/external/register.server";
import { toDay } from "~/platform/day";
import { addDays, addMonths } from "~/rules/due";
import { certificatesNeeded } from "~/rules/certificate-jobs";
import { loadRules } from "~/rules/load.server";
import { openPosts } from "~/people/people-sql.server";
import type { SeedContext } from "./index";
import { makeRandom } from "./made-up";
import type { SeededPeople } from "./people";

/** Years and days since a certificate's period began: fresh, due for review, overdue, reviewed, near its end, over. */
const AGES = [
  [1, 40],
  [2, 300],
  [2, 350],
  [3, 20],
  [4, 100],
  [5, 330],
  [6, 15],
  [0, 200],
] as const;

/**
 * Certificates for most of those whose post asks for one; a quarter of them has none, so that the page has something to
 * say.
 */
export async function seedExternal({ db, now }: SeedContext, { staff }: SeededPeople): Promise<void> {
  const random = makeRandom(339900);
  const today = toDay(now);
  const rules = loadRules();
  for (const post of await openPosts(db, today)) {
    const [rule] = certificatesNeeded(rules, post.facts, today);
    if (!post.holder || !rule || random() < 0.25) continue;
    const [years, days] = AGES[Math.floor(random() * AGES.length)]!;
    const validFrom = addDays(addMonths(today, -12 * years), -days);
    const reviewed = rule.value.kind === "special-operation" && years >= 4;
    const entry = {
      job: rule.value.jobs[Math.floor(random() * rule.value.jobs.length)]!,
      number: rule.value.kind === "lead" ? `YS${String(Math.floor(random() * 1e10)).padStart(10, "0")}` : "",
      validFrom,
      printedUntil: "",
      reviewedOn: reviewed ? addDays(addMonths(validFrom, 36), -20) : "",
      long: false,
      issuer: "示例市应急管理局",
    };
    const { accountId, personId } = staff["certificate-officer"];
    const id = await enterExternal(db, now, {
      personId: post.holder.personId,
      entry,
      way: "seed",
      byAccount: staff.clerk.accountId,
    });
    if (random() < 0.6)
      await changeExternal(db, now, id, {
        change: { kind: "checked", way: "original", note: "演示数据，未核对真证" },
        byAccount: accountId,
        byPerson: personId,
      });
  }
}
