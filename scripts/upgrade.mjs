// `npm run upgrade`, with the product stopped and the new version in place: backs up, tries the new migrations on a
// copy, then applies them and builds. The old data stands in the backup until someone deletes it.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readBundle, requireWhole } from "./bundle-files.mjs";
import { build, generate, install, migrate, root } from "./run.mjs";

const dataDir = resolve(process.env.DATA_DIR ?? join(root, "data"));
const bundle = readBundle(root);
if (bundle) await requireWhole(bundle, root, dataDir);
else {
  await install();
  await generate();
}
// From here on the new version's packages are there.
const { claim, keepPrivate } = await import("./folders.mjs");
const { backup } = await import("./backup-files.mjs");
const target = join(process.env.BACKUP_DIR ?? join(dataDir, "..", "backups"), `before-upgrade-${new Date().toISOString().replace(/[:.]/g, "-")}`);
const keyDir = resolve(process.env.KEY_DIR ?? join(root, "keys"));
const claimed = claim(join(dataDir, "anding"));
if (!claimed) {
  console.error("产品还在运行，没有升级。请先停机。");
  process.exit(1);
}
claimed.release();
keepPrivate(dataDir, "数据目录");
keepPrivate(keyDir, "密钥目录");
const { keys, keysWhy } = await backup(dataDir, target, { keyDir });
console.log(`升级前的备份：${target}`);
if (!keys) console.error(`里面没有密钥：${keysWhy}。升级不动 KEY_DIR；登记两位保管人以后，备份才带密钥（docs/how-to/keys.md）。`);
const trial = mkdtempSync(join(tmpdir(), "anding-upgrade-"));
try {
  cpSync(join(target, "anding.db"), join(trial, "anding.db"));
  await migrate({ DATA_DIR: trial });
} catch (error) {
  console.error(`新版本的数据库迁移在副本上没有成功，正式数据没有动：${error.message}`);
  process.exit(1);
} finally {
  rmSync(trial, { recursive: true, force: true });
}
await migrate({ DATA_DIR: dataDir });
if (!bundle) await build();
console.log("升级完成，用 npm start 启动。");
