// The roles of the house and the door each works behind; what a role may do stands in policies.ts.

export const ROLES = {
  learner: { label: "学员", door: "/me" },
  trainer: { label: "讲师", door: "/teach" },
  supervisor: { label: "监管人员", door: "/watch" },
  "safety-officer": { label: "企业安全管理员", door: "/watch" },
  clerk: { label: "名册经办人", door: "/watch/people" },
  "exam-officer": { label: "考务人员", door: "/centre" },
  "item-writer": { label: "命题员", door: "/centre" },
  "item-reviewer": { label: "审题员", door: "/centre" },
  opener: { label: "开卷人", door: "/centre" },
  invigilator: { label: "监考员", door: "/room" },
  assessor: { label: "考评员", door: "/centre" },
  inspector: { label: "巡考员", door: "/room" },
  release: { label: "成绩发布人", door: "/centre" },
  "certificate-officer": { label: "发证人员", door: "/centre/certificates" },
  hall: { label: "场馆人员", door: "/hall" },
  "system-admin": { label: "系统管理员", door: "/admin" },
  "security-admin": { label: "安全管理员", door: "/admin/people" },
  auditor: { label: "审计员", door: "/admin/audit" },
} as const;

export type Role = keyof typeof ROLES;
export const roleLabel = (role: Role): string => ROLES[role].label;
export const isRole = (value: string): value is Role => Object.hasOwn(ROLES, value);
/** Where staff without any role begin: there it is said whom to ask. */
export const NO_ROLE_DOOR = "/me/account";
