import type { Db } from "~/platform/db.server";
import { personText } from "./person.server";

/** What a guesser would try first for this account: its login, its owner's name, where they belong. */
export async function ownWords(db: Db, accountId: string): Promise<string[]> {
  const people = db.for("people");
  const account = await people.account.findUnique({
    where: { id: accountId },
    select: { login: true, personId: true },
  });
  const person = account?.personId
    ? await people.person.findUnique({
        where: { id: account.personId },
        select: { organisationId: true, districtCode: true },
      })
    : null;
  const organisation = person?.organisationId
    ? await people.organisation.findUnique({ where: { id: person.organisationId }, select: { name: true } })
    : null;
  const districts = person
    ? await people.district.findMany({
        where: {
          code: {
            in: [2, 4, 6]
              .map((n) => person.districtCode.slice(0, n).padEnd(6, "0"))
              .concat(person.districtCode, person.districtCode.slice(0, 2), person.districtCode.slice(0, 4)),
          },
        },
        select: { name: true },
      })
    : [];
  const name = account?.personId ? (await personText(db, [account.personId])).get(account.personId)?.name : undefined;
  const places = districts.flatMap((one) => [one.name, one.name.replace(/[省市区县]$/, "")]);
  return [account?.login ?? "", name ?? "", organisation?.name ?? "", ...places].filter(Boolean);
}
