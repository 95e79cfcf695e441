import { BRIEF, FULL, link, type PageRow } from "./page-row";

// Administrators and auditors, and the entrances of roles with no page of their own.

export const adminPages: PageRow[] = [
  { name: "entrance", route: "admin._index", by: "system-admin", at: "/admin", variants: FULL },
  { name: "custody", route: "admin.custody", by: "system-admin", at: "/admin/custody", variants: FULL },
  { name: "setup", route: "admin.setup", by: "system-admin", at: "/admin/setup", variants: FULL },
  { name: "districts", route: "admin.districts", by: "system-admin", at: "/admin/districts", variants: BRIEF },
  {
    name: "district",
    route: "admin.districts",
    by: "system-admin",
    at: "/admin/districts?under=330602",
    variants: FULL,
  },
  {
    name: "organisations",
    route: "admin.organisations._index",
    by: "system-admin",
    at: "/admin/organisations",
    variants: FULL,
  },
  {
    name: "organisation",
    route: "admin.organisations.$id",
    by: "system-admin",
    at: link("/admin/organisations", /^\/admin\/organisations\/.+/),
    variants: FULL,
  },
  { name: "accounts", route: "admin.people._index", by: "security-admin", at: "/admin/people", variants: FULL },
  {
    name: "account",
    route: "admin.people.$id",
    by: "security-admin",
    at: link("/admin/people?q=trainer", /^\/admin\/people\/[\w-]{30,}$/, "trainer"),
    variants: FULL,
  },
  {
    name: "account-reset",
    route: "admin.people.$id_.reset",
    by: "security-admin",
    variants: FULL,
    at: async (...visit) =>
      `${await link("/admin/people?q=trainer", /^\/admin\/people\/[\w-]{30,}$/, "trainer")(...visit)}/reset`,
  },
  { name: "own-account", route: "me.account", by: "system-admin", at: "/me/account", variants: FULL },
  { name: "rules", route: "admin.rules", by: "system-admin", at: "/admin/rules", variants: FULL },
  {
    name: "rule",
    route: "admin.rules_.$id",
    by: "system-admin",
    at: link("/admin/rules", /^\/admin\/rules\/.+/),
    variants: FULL,
  },
  { name: "entrance", route: "hall", by: "hall", at: "/hall", variants: FULL },
  { name: "entrance", route: "admin.audit", by: "auditor", at: "/admin/audit", variants: FULL },
];
