import type { SessionEnd } from "~/platform/session.server";

// What is said to whoever was signed in and is no more: only what the row of their session establishes.

const YOURS = "不是您做的，请登录以后马上改密码，并告诉管理员。";
export const SESSION_END_WORDS: Record<SessionEnd | "time", string> = {
  time: "您的登录到了时间，已经退出。",
  elsewhere: `这个账号在别处按了“结束登录”，这里的登录已经结束。${YOURS}`,
  password: `密码改过了，这里的登录随之结束，请用新密码登录。不是您改的，请马上找管理员。`,
  pin: "PIN 改过了，这里的登录随之结束，请用新 PIN 登录。不是您改的，请马上找名册经办人。",
  administrator: "管理员结束了这里的登录。",
  disabled: "这个账号被停用，登录随之结束。请找安全管理员。",
  reset: "两位管理员同意重设这个账号的密码和动态码，这里的登录随之结束。不是您请求的，请马上找另一位管理员。",
  "set-up": "这个账号的密码和动态码重新设过，这里的登录随之结束。不是您设的，请马上找管理员。",
  device: "这个账号的一台设备停用了，这里的登录随之结束。",
  merged: "您的登记和另一份重复的合并或拆开了，这里的登录随之结束，请重新登录。",
};

/** What stands in the answer to a form of someone who is not signed in: `to` is their own sign-in page. */
export type SignedOut = { signedOut: { to: string; staff: boolean; words: string } };
export const isSignedOut = (value: unknown): value is SignedOut =>
  typeof value === "object" && value !== null && "signedOut" in value;

/** Said to staff whose account holds no role. */
export const NO_ROLE = "您的账号现在没有任何角色，所以打不开工作页。请找安全管理员授予角色。";
