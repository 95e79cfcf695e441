// `npm run upgrade`, with the product stopped and the new version in place: backs up, tries the new migrations on a
// copy, then applies them and builds. The old data stands in the backup until someone deletes it.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { backup } from "./backup-files.mjs";
import { readBundle, requireWhole } from "./bundle-files.mjs";
import { build, generate, install, migrate, root } from "./run.mjs";

const dataDir = resolve(process.env.DATA_DIR ?? join(root, "data"));
const bundle = readBundle(root);
if (bundle) await requireWhole(bundle, root, dataDir);
else {
  await install();
  await generate();
}
const target = join(process.env.BACKUP_DIR ?? join(dataDir, "..", "backups"), `before-upgrade-${new Date().toISOString().replace(/[:.]/g, "-")}`);
await backup(dataDir, target);
console.log(`升级前的备份：${target}`);
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
