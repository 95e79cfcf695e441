// What of ASVS 5.0 level 2 this product does not do, and why: shown at installation, where the operator accepts it.
// docs/asvs.md carries the same reasons (tests/house/asvs.test.ts). At most 12.

export interface AsvsException {
  /** The requirement's number in ASVS 5.0. */
  id: string;
  title: string;
  reason: string;
}

export const ASVS_EXCEPTIONS: readonly AsvsException[] = [
  {
    id: "3.3.1",
    title: "http 上的 cookie 没有 Secure",
    reason:
      "用 http 打开的只有公众页面和本机；公众页面只存字号、深浅、为谁说话这一项选择，登录的凭据只在 https 上或本机存。在 https 上，每个 cookie 都只属于这台主机、只走 https。",
  },
  {
    id: "3.3.3",
    title: "http 上的 cookie 没有 __Host- 前缀",
    reason:
      "浏览器只在 https 上认这个前缀。用 http 打开的只有公众页面和本机；公众页面只存字号、深浅、为谁说话这一项选择，登录的凭据只在 https 上或本机存。在 https 上，每个 cookie 都只属于这台主机、只走 https。",
  },
  {
    id: "3.4.1",
    title: "未默认要求浏览器只走 https",
    reason:
      "默认用本机根证书，没有装根证书的设备要能看到怎样安装；此时让浏览器记住“只走 https”会把它挡在门外。单位的证书放在 443 端口，或者设了 HTTPS_ONLY=1 时，浏览器就会记住。",
  },
  {
    id: "6.5.2",
    title: "恢复码不是用口令散列存的",
    reason:
      "恢复码有 50 位随机，用主密钥派生的密钥做散列，密钥不在数据库里，只偷到数据库的人一个也算不出来；还要和口令一起用，一分钟最多试九次，用一次就作废。",
  },
  {
    id: "12.2.1",
    title: "公众页面可以用 http 打开",
    reason:
      "居民用的手机没有装本机根证书。没有账号、不填个人信息的公众页面（演练、证书查验、可信说明）可以用 http 打开；登录、学习、考试和工作页面只在 https 上开放。设 HTTPS_ONLY=1 后 http 一律转到 https。",
  },
  {
    id: "12.2.2",
    title: "默认用本机根证书",
    reason:
      "断网的内网领不到公众信任的证书。第一次启动生成本机根证书，每台设备安装一次并核对指纹；单位有自己的证书时可以换上。",
  },
  {
    id: "12.3.3",
    title: "同一台机器里两个进程之间不加密",
    reason: "前门进程和应用进程在同一台机器上相连，内容不出这台机器；双方用每次启动时新生成的口令互相证明身份。",
  },
];
