// What is said to the owner of an account about each change of it.

export const NOTICE_WORDS = {
  password: "密码改过了，别处的登录都已结束。",
  pin: "PIN 改过了，别处的登录都已结束。",
  browser: "在一个新的浏览器上登录过：{label}，地址 {address}。",
  device: "一台设备激活了这个账号：{label}。",
  "refused-tries": "上次登录以后，有 {count} 次登录没有成功。",
  "reset-proposed": "一位管理员提出重设您的密码和动态码，理由是“{reason}”。不是您请求的，请马上找另一位管理员。",
  "reset-confirmed": "两位管理员已同意重设您的密码和动态码。",
  "reset-ended": "重设密码和动态码的提议没有办成。",
  "factor-set": "密码和动态码重新设过了。",
  "sessions-ended": "管理员结束了您的所有登录。",
  "duty-granted": "{by} 授予了 {login} “{duty}”角色。",
  "duty-ended": "{by} 收回了 {login} 的“{duty}”角色。",
  "duty-disabled": "{by} 停用了 {login}（{duty}）。",
  "duty-enabled": "{by} 恢复了 {login}（{duty}）。",
  "duty-taken": "{login} 用服务器上发的设置链接担任了{duty}。",
  "duty-passed": "{by} 用服务器上发的设置链接接任了{duty}，{login} 不再担任，其他角色还在。",
  "duty-passed-shut": "{by} 用服务器上发的设置链接接任了{duty}，原来的账号 {login} 已停用，登录都已结束。",
  "custodian-proposed": "{by} 提议停用密钥保管人 {name}，理由是“{reason}”。",
  "custodian-withdrawn": "{by} 撤回了停用密钥保管人 {name} 的提议。",
  "custodian-refused": "{by} 不同意停用密钥保管人 {name}。",
  "custodian-retired": "{by} 确认停用密钥保管人 {name}（{first} 提议）。",
  "recovery-renewed": "换过一套新的恢复码，旧的都不能用了。",
  "recovery-used": "用掉了一个恢复码，还剩 {left} 个。",
} as const;

export type NoticeKind = keyof typeof NOTICE_WORDS;

export const noticeWords = (kind: NoticeKind, facts: Record<string, string | number>): string =>
  (NOTICE_WORDS[kind] ?? kind).replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? "不明"));
