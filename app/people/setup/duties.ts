import { roleLabel, type Role } from "../roles";

// The three administrators' duties, which three different persons hold (三员分离).

export const DUTIES = ["system-admin", "security-admin", "auditor"] as const satisfies readonly Role[];
export type Duty = (typeof DUTIES)[number];
export const isDuty = (value: string): value is Duty => (DUTIES as readonly string[]).includes(value);

/** What the holder does, as the set-up page says it. */
export const DUTY_WORK: Record<Duty, string> = {
  "system-admin": "管机器：单位和地区、备份、证书、升级、运行状况。不能授予角色，看不到审计。",
  "security-admin": "管账号：给工作人员开账号、授角色、停用和重设。不能给自己授角色，看不到审计。",
  auditor: "看审计：谁在什么时候做了什么。什么都不能改，也不兼任别的角色。",
};

export const dutyList = (duties: readonly Duty[]): string => duties.map(roleLabel).join("、");
