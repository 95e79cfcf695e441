import type { Act } from "./policies";

// What the page that asks once more names: the act by its policy, told apart by the word that its form carries.

/** "" is the act as a whole, for a form that carries none of the words. */
type Words = { "": string } & Record<string, string>;

export const STEP_UP_WORDS: Partial<Record<Act, Words>> = {
  "person.merge": {
    "": "处理重复登记",
    propose: "提议合并两条登记",
    confirm: "合并两条登记",
    refuse: "不合并两条登记",
    different: "认定两条登记不是同一个人",
    undo: "撤销合并",
  },
  "paper.open": { "": "启封试卷" },
  "result.release": { "": "发布成绩" },
  "certificate.change": { "": "改证书状态", suspended: "暂停证书", reinstated: "恢复证书", revoked: "撤销证书" },
  "admin.roles": {
    "": "新建账号",
    grant: "授予角色",
    end: "收回角色",
    home: "改工作人员的单位",
    identity: "绑定或更正身份证号",
    disable: "停用账号",
    enable: "恢复账号",
    setup: "发账号的设置链接",
    "end-sessions": "结束一个账号的所有登录",
  },
  "account.reset": {
    "": "重设别人的密码和动态码",
    propose: "提议重设密码和动态码",
    confirm: "确认重设密码和动态码",
    drop: "不再重设密码和动态码",
  },
  "admin.custody": {
    "": "管理密钥保管人",
    enter: "登记密钥保管人",
    confirm: "确认密钥保管人",
    withdraw: "撤掉保管人的登记",
    retire: "提议停用密钥保管人",
    "retire-confirm": "确认停用密钥保管人",
    "retire-drop": "不再停用密钥保管人",
    "change-master": "更换主密钥",
    "change-signing": "更换签名密钥",
  },
  "admin.install": { "": "撤回对已知例外的接受" },
  "people.change": { "": "注销个人信息" },
  "me.change": { "": "换一套新的恢复码", identity: "绑定身份证号" },
};

/** The act that this form asks for, in words. */
export function stepUpWords(act: Act, form: FormData): string {
  const words = STEP_UP_WORDS[act];
  const asked = ["intent", "kind"]
    .map((name) => form.get(name))
    .find((value): value is string => typeof value === "string" && value !== "" && Object.hasOwn(words ?? {}, value));
  return words?.[asked ?? ""] ?? "";
}
