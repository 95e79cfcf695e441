// How a root certificate is trusted on each kind of machine, in the words of that machine's own menus.

export interface TrustSteps {
  key: string;
  title: string;
  file: "anding-root.crt" | "anding-root.cer" | "anding-root.pem";
  steps: readonly string[];
  note?: string;
}

export const TRUST_STEPS: readonly TrustSteps[] = [
  {
    key: "windows",
    title: "Windows 10 / 11",
    file: "anding-root.crt",
    steps: [
      "下载根证书，双击打开，点“详细信息”，在列表里找到“指纹”，和本页的 SHA-1 逐段核对。不一致就停下，告诉管理员。",
      "回到“常规”，点“安装证书”。考位机、公用电脑选“本地计算机”（要管理员权限），自己的电脑选“当前用户”。",
      "选“将所有的证书都放入下列存储”，点“浏览”，选“受信任的根证书颁发机构”，一直点到完成。",
      "关掉所有浏览器窗口再打开。",
    ],
    note: "加域的电脑由管理员用组策略统一下发：计算机配置 → Windows 设置 → 安全设置 → 公钥策略 → 受信任的根证书颁发机构。",
  },
  {
    key: "android",
    title: "安卓手机",
    file: "anding-root.crt",
    steps: [
      "下载根证书。手机问用途时选“CA 证书”；没有问的，打开 设置 → 安全（或“密码与安全”）→ 加密与凭据 → 安装证书 → CA 证书，再选刚下载的文件。",
      "装好后在 设置 → 安全 → 加密与凭据 → 信任的凭据 → 用户 里点开它，核对 SHA-256 指纹。不一致就删除，告诉管理员。",
      "用手机自带浏览器或 Chrome 打开 https 地址。",
    ],
    note: "微信等应用里的网页不认自己装的根证书：请点右上角，选“在浏览器打开”。",
  },
  {
    key: "ios",
    title: "iPhone 和 iPad",
    file: "anding-root.cer",
    steps: [
      "用 Safari 打开本页下载，点“允许”。",
      "打开 设置 → 通用 → VPN 与设备管理，点“已下载的描述文件”，点“更多详细信息”核对指纹，一致再点“安装”。",
      "打开 设置 → 通用 → 关于本机 → 证书信任设置，把这个证书的开关打开。少了这一步，浏览器仍会提示不安全。",
    ],
  },
  {
    key: "macos",
    title: "苹果电脑",
    file: "anding-root.cer",
    steps: [
      "下载根证书，双击，放进“系统”钥匙串。",
      "在“钥匙串访问”里双击它，核对 SHA-256 指纹，一致再展开“信任”，把“使用此证书时”改成“始终信任”。",
      "关掉浏览器再打开。",
    ],
  },
  {
    key: "linux",
    title: "统信 UOS、麒麟和其他 Linux",
    file: "anding-root.pem",
    steps: [
      "下载根证书，在终端里核对指纹：openssl x509 -in anding-root.pem -noout -fingerprint -sha256",
      "系统：sudo cp anding-root.pem /usr/local/share/ca-certificates/anding-root.crt，再运行 sudo update-ca-certificates。",
      "自带浏览器和 Chrome：设置 → 隐私和安全 → 安全 → 管理证书 → 授权机构 → 导入，勾选“信任此证书标识网站”。",
    ],
  },
  {
    key: "firefox",
    title: "火狐浏览器",
    file: "anding-root.pem",
    steps: [
      "火狐用自己的证书库：设置 → 隐私与安全 → 证书 → 查看证书 → 证书颁发机构 → 导入，先点“查看”核对 SHA-256 指纹，再勾选“信任由此证书颁发机构来标识网站”。",
    ],
  },
];

/** The machine in one's hand first. */
export function stepsFor(userAgent: string): TrustSteps[] {
  const own = /iPhone|iPad/.test(userAgent)
    ? "ios"
    : /Android/.test(userAgent)
      ? "android"
      : /Windows/.test(userAgent)
        ? "windows"
        : /Mac OS X/.test(userAgent)
          ? "macos"
          : /Linux/.test(userAgent)
            ? "linux"
            : "windows";
  return [...TRUST_STEPS].sort((a, b) => Number(b.key === own) - Number(a.key === own));
}
