import { useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import type { NavGroup } from "~/ui/nav-item";
import { StaffShell, type StaffShellProps } from "~/ui/staff-shell";
import type { Caller } from "./caller.server";
import { POLICIES, type Act } from "./policies";
import { roleLabel, type Role } from "./roles";

// The rail of every staff entrance: each entry stands there for those whose role may open it.

type Entry = { to: string; label: string; act: Act };
const GROUPS: { label: string; entries: Entry[] }[] = [
  {
    label: "监管",
    entries: [
      { to: "/watch", label: "百千万覆盖", act: "coverage.read" },
      { to: "/watch/people", label: "人员", act: "people.read" },
      { to: "/watch/posts", label: "岗位", act: "people.read" },
      { to: "/watch/certificates", label: "外部证书", act: "external.read" },
      { to: "/watch/import", label: "导入名册", act: "roster.import" },
      { to: "/watch/duplicates", label: "重复登记", act: "people.change" },
      { to: "/watch/slips", label: "激活单", act: "people.activate" },
      { to: "/watch/requests", label: "个人信息申请", act: "people.change" },
    ],
  },
  { label: "教学", entries: [{ to: "/teach", label: "面授班", act: "class.teach" }] },
  {
    label: "考试中心",
    entries: [
      { to: "/centre", label: "考试计划", act: "exam.read" },
      { to: "/centre/duties", label: "我的任务", act: "duty.accept" },
      { to: "/centre/bank", label: "题库", act: "bank.read" },
      { to: "/centre/blueprints", label: "组卷蓝图", act: "exam.plan" },
      { to: "/centre/ground", label: "考试场地", act: "ground.manage" },
      { to: "/centre/certificates", label: "证书", act: "certificate.read" },
    ],
  },
  { label: "考场", entries: [{ to: "/room", label: "我的考场", act: "room.read" }] },
  { label: "场馆", entries: [{ to: "/hall", label: "馆内演练", act: "hall.run" }] },
  {
    label: "管理",
    entries: [
      { to: "/admin", label: "运行状况", act: "admin.health" },
      { to: "/admin/setup", label: "投用准备", act: "admin.setup" },
      { to: "/admin/custody", label: "密钥保管", act: "admin.custody" },
      { to: "/admin/districts", label: "地区", act: "admin.install" },
      { to: "/admin/organisations", label: "单位", act: "admin.install" },
      { to: "/admin/people", label: "账号与角色", act: "admin.people" },
      { to: "/admin/rules", label: "规则", act: "admin.rules" },
      { to: "/admin/audit", label: "审计", act: "admin.audit" },
    ],
  },
];

/** An entrance's own page is where one is only at its exact address; the pages behind it have entries of their own. */
const DOORS = new Set(GROUPS.filter((group) => group.entries.length > 1).map((group) => group.entries[0]!.to));

export function staffNav(roles: readonly Role[]): NavGroup[] {
  return GROUPS.map(({ label, entries }) => ({
    label,
    items: entries
      .filter(({ act }) => (POLICIES[act].roles as readonly Role[]).some((role) => roles.includes(role)))
      .map(({ to, label }) => ({ to, label, end: DOORS.has(to) })),
  })).filter((group) => group.items.length > 0);
}

/** A staff page inside its shell; who is signed in comes from the root. */
export function StaffPage({ children, ...shell }: { children: ReactNode } & Pick<StaffShellProps, "keys" | "place">) {
  const caller = (useRouteLoaderData("root") as { caller: Caller | null } | undefined)?.caller;
  return (
    <StaffShell
      nav={staffNav(caller?.roles ?? [])}
      user={{ name: caller?.name ?? "", role: (caller?.roles ?? []).map(roleLabel).join("、") }}
      {...shell}
    >
      {children}
    </StaffShell>
  );
}
