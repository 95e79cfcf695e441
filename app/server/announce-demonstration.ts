import { demoAccounts, demoSlip } from "~/people/demonstration.server";
import { linkAddress } from "~/people/link-token";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";

/** Prints the demonstration's accounts at each start; a real installation prints nothing. */
export async function announceDemonstration(): Promise<void> {
  const now = new Date();
  const demo = await demoAccounts(db(), now);
  if (!demo) return;
  const site = `http://localhost:${env().PORT}`;
  const slip = await demoSlip(db(), now);
  const accounts = demo.accounts
    .filter((account) => account.first)
    .map(({ login, role }) => `  ${login.padEnd(20)} ${role}`);
  process.stdout.write(
    [
      `演示账号，在 ${site}/sign-in/staff 登录，密码都是 ${demo.password}，动态码在登录页上：`,
      ...accounts,
      ...(slip
        ? [`学员 ${slip.name}：打开 ${linkAddress(site, "slip", slip.token)} 激活，身份证号后四位 ${slip.idEnd}`]
        : []),
      "",
    ].join("\n"),
  );
}
