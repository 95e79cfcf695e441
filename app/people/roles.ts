// The roles of the house and the entrance each works behind; what a role may do stands in policies.ts.

export const ROLES = {
  learner: { label: "学员", entrance: "/me" },
  trainer: { label: "讲师", entrance: "/teach" },
  supervisor: { label: "监管人员", entrance: "/watch" },
  "safety-officer": { label: "企业安全管理员", entrance: "/watch" },
  clerk: { label: "名册经办人", entrance: "/watch/people" },
  "exam-officer": { label: "考务人员", entrance: "/centre" },
  "item-writer": { label: "命题员", entrance: "/centre" },
  "item-reviewer": { label: "审题员", entrance: "/centre" },
  opener: { label: "开卷人", entrance: "/centre" },
  invigilator: { label: "监考员", entrance: "/room" },
  assessor: { label: "考评员", entrance: "/centre" },
  inspector: { label: "巡考员", entrance: "/room" },
  release: { label: "成绩发布人", entrance: "/centre" },
  "certificate-officer": { label: "发证人员", entrance: "/centre/certificates" },
  hall: { label: "场馆人员", entrance: "/hall" },
  "system-admin": { label: "系统管理员", entrance: "/admin" },
  "security-admin": { label: "安全管理员", entrance: "/admin/people" },
  auditor: { label: "审计员", entrance: "/admin/audit" },
} as const;

export type Role = keyof typeof ROLES;
export const roleLabel = (role: Role): string => ROLES[role].label;
export const isRole = (value: string): value is Role => Object.hasOwn(ROLES, value);
/** Where staff without any role begin: there it is said whom to ask. */
export const NO_ROLE_ENTRANCE = "/me/account";
