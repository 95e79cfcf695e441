import { createHmac } from "node:crypto";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { findByIdNumber } from "./person.server";
import { isRole, roleLabel } from "./roles";
import { insertSlip } from "./slip.server";
import { openTotp } from "./staff-sign-in.server";
import { totpCode, totpStep } from "./totp.server";

// What the sign-in pages of the demonstration show: its staff accounts, their common password, the code that each
// authenticator would show now, and one learner's activation slip. Accounts that are not marked as demonstration never
// appear, and DEMO=0 shows nothing.

/** `first`: the account of that role that a visitor takes, and the second where two must act; the others stand by. */
export type DemoAccount = { login: string; role: string; code: string; first: boolean };

/** Made from this installation's master key: the same at every start, unknown anywhere else. */
export function demoPassword(): string {
  // the first master key's: the accounts keep the password of their beginning
  const text = keys().lookups("demo-password", "staff").at(-1)!;
  return `ding-${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 12)}`;
}

/** Roles of which an exam needs two persons. */
const PAIRED = ["opener-2", "invigilator-2"];

export async function demoAccounts(
  db: Db,
  now: Date,
): Promise<{ password: string; secondsLeft: number; accounts: DemoAccount[] } | null> {
  if (env().DEMO === "0") return null;
  const rows = await db.for("people").account.findMany({
    where: { demonstration: true, kind: "staff", disabledAt: null, totpSealed: { not: null }, passwordAt: null },
    include: { grants: true },
    orderBy: { createdAt: "asc" },
  });
  const step = totpStep(now);
  const accounts = rows.map((row): DemoAccount => {
    const role = row.grants[0]?.role ?? "";
    // A spent step is refused, so the page shows the next one as soon as this one was used.
    const next = Math.max(step, row.totpLastStep + 1);
    return {
      login: row.login ?? "",
      first: row.login === role || PAIRED.includes(row.login ?? ""),
      role: isRole(role) ? roleLabel(role) : role,
      code: next > step + 1 ? "" : totpCode(openTotp(row.id, row.totpSealed!), next),
    };
  });
  const order = [...new Set(accounts.map((one) => one.role))];
  accounts.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  return { password: demoPassword(), secondsLeft: 30 - (Math.floor(now.getTime() / 1000) % 30), accounts };
}

/** Made-up learner of the seed (area 339900 does not exist). */
export const DEMO_LEARNER = { name: "钱塘生", idNumber: "339900198803120015" } as const;

export type DemoSlip = { token: string; code: string; idEnd: string; name: string };

/** The demonstration learner's slip: made when there is none, and again once it was used or is over. */
export async function demoSlip(db: Db, now: Date): Promise<DemoSlip | null> {
  if (env().DEMO === "0") return null;
  const personId = await findByIdNumber(db, DEMO_LEARNER.idNumber);
  if (!personId) return null;
  const slips = await db.for("people").activationSlip.findMany({ where: { personId }, orderBy: { createdAt: "desc" } });
  const last = slips[0];
  const good = last && !last.usedAt && !last.revokedAt && last.expiresAt > now && last.printedBy === "demonstration";
  const plain = plainDemoSlip(good ? slips.length - 1 : slips.length);
  if (!good)
    await insertSlip(db, now, { personId, ...plain, days: 30, printedBy: "demonstration", slipId: newId(now) });
  return { ...plain, idEnd: DEMO_LEARNER.idNumber.slice(-4), name: DEMO_LEARNER.name };
}

/**
 * The n-th slip's token and code, from the master key: the page can show them although the database holds hashes alone.
 */
function plainDemoSlip(n: number): { token: string; code: string } {
  const bytes = createHmac("sha256", keys().everyNamed("demo-slip").at(-1)!).update(String(n)).digest();
  return {
    token: bytes.subarray(0, 16).toString("base64url"),
    code: String(bytes.readUInt32BE(16) % 100_000_000).padStart(8, "0"),
  };
}
