// `npm run sbom`: writes the supply list of this version to build/, and says what stands in it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";
import { summary, supplyList } from "./supply-list.mjs";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const text = supplyList();
const file = join(root, "build", `anding-${version}.cdx.json`);
mkdirSync(join(root, "build"), { recursive: true });
writeFileSync(file, text);
const { count, licences, unnamed, unhashed } = summary(text);
console.log(`${file}\n  ${count} 个包，许可证：${licences.map(([id, n]) => `${id} ${n}`).join("，")}`);
if (unnamed.length) console.log(`  包里没有写明许可证：${unnamed.join("，")}`);
if (unhashed.length) console.log(`  锁文件里没有哈希：${unhashed.join("，")}`);
