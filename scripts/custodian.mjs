// `npm run custodian -- NAME [FILE]`, on a machine without a network if one likes: makes a custodian's key pair. The
// file with the private half stays with the custodian; the public half is registered on /admin/custody.
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { sentenceOf } from "./folder-faults.mjs";
import "./folders.mjs";
import { makeCustodian, words, writeCustodian } from "./custodian-files.mjs";
import { askPassphrase } from "./passphrase.mjs";

const SHORTEST = 12;
const [name, file] = process.argv.slice(2);
if (!name) {
  console.error(
    "用法：npm run custodian -- 保管人姓名 [文件]\n口令在终端里输入，或放在环境变量 CUSTODIAN_PASSPHRASE 里。",
  );
  process.exit(2);
}
const path = file ? resolve(file) : null;
if (path && !existsSync(dirname(path))) {
  console.error(`没有文件夹 ${dirname(path)}，没有生成。请先建好它，或换一个位置。`);
  process.exit(1);
}
try {
  const passphrase = await askPassphrase(`口令（至少 ${SHORTEST} 个字符，输入时不显示）：`);
  if (passphrase.length < SHORTEST) throw new Error(`口令至少 ${SHORTEST} 个字符，没有生成。`);
  if (process.stdin.isTTY && !process.env.CUSTODIAN_PASSPHRASE && (await askPassphrase("再输一遍：")) !== passphrase)
    throw new Error("两遍口令不同，没有生成。");
  const custodian = await makeCustodian(name, passphrase);
  const made = path ?? resolve(`anding-custodian-${custodian.fingerprint.slice(0, 8)}.json`);
  writeCustodian(made, custodian);
  console.log(
    `保管人文件：${made}\n  存到自己的 U 盘，与口令分开放；丢了文件或忘了口令，这一份就打不开备份。\n指纹：${words(custodian.fingerprint)}\n公钥（贴到“密钥保管”页登记）：\n${JSON.stringify(custodian.publicKey)}`,
  );
} catch (error) {
  console.error(
    error.code === "EEXIST"
      ? `${error.path} 已经有了，没有覆盖。`
      : sentenceOf(error, [{ what: "文件夹", dir: dirname(path ?? resolve(".", "x")), setting: "文件" }]),
  );
  process.exit(1);
}
