// `npm run backup [-- FOLDER]`: a backup of DATA_DIR beside the running product, then a check of what was written.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./run.mjs";
import { backup, faultsOf } from "./backup-files.mjs";

const dataDir = resolve(process.env.DATA_DIR ?? join(root, "data"));
const stamp = new Date().toISOString().replace(/[:.]/g, "-");
const target = resolve(process.argv[2] ?? join(process.env.BACKUP_DIR ?? join(dataDir, "..", "backups"), stamp));
try {
  const manifest = await backup(dataDir, target);
  const faults = await faultsOf(target);
  // Read by the health page: a backup that nobody checked is not yet one.
  const checked = { at: new Date().toISOString(), faults };
  writeFileSync(join(target, "check.json"), JSON.stringify(checked));
  if (faults.length) throw new Error(faults.join("；"));
  console.log(`备份完成：${target}`);
  for (const [file, { counts, heads }] of Object.entries(manifest.databases))
    console.log(`  ${file}  ${Object.values(counts).reduce((a, b) => a + b, 0)} 行  ${Object.entries(heads).map(([name, head]) => `${name} ${head?.slice(0, 16) ?? "空"}`).join("  ")}`);
  console.log("密钥目录 KEY_DIR 不在备份里，请另外保管：没有它，备份里的姓名和身份证号打不开。");
} catch (error) {
  console.error(`备份没有做成：${error.message}`);
  process.exit(1);
}
