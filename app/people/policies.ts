import type { Role } from "./roles";

// Who may do what: act → roles × scope. Every loader, action and hot endpoint names one of these acts. Held to
// tests/house/access-table.tsv, which gives the reason of each cell; the access matrix walks the routes by that one. `public` = anyone, no account · `own` = the caller's own rows ·
// `granted` = the districts and organisations of the role's grants · `exam` = a duty in that exam, checked by the
// exam room · `any` = whoever holds the role.

export type ScopeKind = "public" | "own" | "exam" | "granted" | "any";
/** `stepUp`: what changes something under this act asks for password or code again when the last proof is old. */
export type Policy = { scope: ScopeKind; roles: readonly Role[]; stepUp?: true };

const roles = (...names: Role[]) => names;

export const POLICIES = {
  "portal.read": { scope: "public", roles: [] },
  "sign-in": { scope: "public", roles: [] },
  "sign-out": { scope: "public", roles: [] },
  activate: { scope: "public", roles: [] },
  "display.choose": { scope: "public", roles: [] },
  "drill.play": { scope: "public", roles: [] },
  "trust.read": { scope: "public", roles: [] },
  "certificate.verify": { scope: "public", roles: [] },
  "verification.read": { scope: "public", roles: [] },
  "me.read": { scope: "own", roles: [] },
  "me.change": { scope: "own", roles: [] },
  "learn.read": { scope: "own", roles: [] },
  "learn.study": { scope: "own", roles: [] },
  "exam.candidate": { scope: "own", roles: [] },
  "exam.sit": { scope: "public", roles: [] }, // by seat ticket, which the exam room checks
  "roster.import": { scope: "granted", roles: roles("supervisor", "clerk") },
  "people.read": { scope: "granted", roles: roles("supervisor", "safety-officer", "clerk") },
  "people.change": { scope: "granted", roles: roles("supervisor", "clerk") },
  "person.merge": { scope: "granted", roles: roles("supervisor", "clerk"), stepUp: true },
  "people.activate": { scope: "granted", roles: roles("supervisor", "clerk", "safety-officer") },
  "coverage.read": { scope: "granted", roles: roles("supervisor", "safety-officer") },
  "class.teach": { scope: "granted", roles: roles("trainer") },
  "bank.read": { scope: "any", roles: roles("item-writer", "item-reviewer", "exam-officer") },
  "bank.write": { scope: "any", roles: roles("item-writer") },
  "bank.review": { scope: "any", roles: roles("item-reviewer") },
  "ground.manage": { scope: "any", roles: roles("exam-officer") },
  "exam.plan": { scope: "any", roles: roles("exam-officer") },
  "exam.read": {
    scope: "any",
    roles: roles(
      "exam-officer",
      "opener",
      "invigilator",
      "assessor",
      "inspector",
      "release",
      "item-writer",
      "item-reviewer",
    ),
  },
  "duty.accept": {
    scope: "exam",
    roles: roles("exam-officer", "opener", "invigilator", "assessor", "inspector", "release", "item-reviewer"),
  },
  "duty.countersign": { scope: "any", roles: roles("exam-officer", "release") },
  "duty.assign": { scope: "any", roles: roles("exam-officer") },
  "paper.seal": { scope: "any", roles: roles("exam-officer") },
  "paper.open": { scope: "exam", roles: roles("opener"), stepUp: true },
  "room.read": { scope: "exam", roles: roles("invigilator", "inspector", "exam-officer") },
  "room.run": { scope: "exam", roles: roles("invigilator") },
  "sitting.decide": { scope: "exam", roles: roles("invigilator", "exam-officer") },
  "result.mark": { scope: "exam", roles: roles("assessor") },
  "result.rule": { scope: "exam", roles: roles("assessor", "inspector", "release") },
  "result.release": { scope: "exam", roles: roles("release"), stepUp: true },
  "certificate.read": { scope: "any", roles: roles("certificate-officer", "supervisor") },
  "certificate.change": { scope: "any", roles: roles("certificate-officer"), stepUp: true },
  "external.read": { scope: "granted", roles: roles("supervisor", "safety-officer", "clerk", "certificate-officer") },
  "external.enter": { scope: "granted", roles: roles("supervisor", "safety-officer", "clerk", "certificate-officer") },
  "external.check": { scope: "granted", roles: roles("supervisor", "clerk", "certificate-officer") },
  "hall.run": { scope: "granted", roles: roles("hall") },
  "admin.setup": { scope: "any", roles: roles("system-admin", "security-admin", "auditor") },
  "admin.install": { scope: "any", roles: roles("system-admin") },
  "admin.health": { scope: "any", roles: roles("system-admin") },
  "admin.custody": { scope: "any", roles: roles("system-admin", "security-admin"), stepUp: true },
  "admin.people": { scope: "any", roles: roles("system-admin", "security-admin") },
  "admin.roles": { scope: "any", roles: roles("security-admin"), stepUp: true },
  "account.reset": { scope: "any", roles: roles("system-admin", "security-admin"), stepUp: true },
  "admin.rules": { scope: "any", roles: roles("system-admin", "security-admin", "auditor") },
  "admin.audit": { scope: "any", roles: roles("auditor") },
} as const satisfies Record<string, Policy>;

export type Act = keyof typeof POLICIES;

export type Grant = { role: Role; scopeKind: "any" | "district" | "organisation"; scopeId: string };

/** The grants that let a caller do the act. */
export function grantsFor(act: Act, grants: readonly Grant[]): Grant[] {
  const allowed: readonly Role[] = POLICIES[act].roles;
  return grants.filter((grant) => allowed.includes(grant.role));
}

/** Yes or no for the act itself; how far it reaches is `reachOf`'s answer. */
export function mayDo(act: Act, caller: { grants: readonly Grant[] } | null): boolean {
  const policy: Policy = POLICIES[act];
  if (policy.scope === "public") return true;
  if (!caller) return false;
  return policy.roles.length === 0 || grantsFor(act, caller.grants).length > 0;
}
