// `npm run restore -- FOLDER`: puts a backup into an empty DATA_DIR, and says whether it is the same to the row.
import { existsSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./run.mjs";
import { restore } from "./backup-files.mjs";

const source = process.argv[2];
if (!source) {
  console.error("用法：npm run restore -- 备份目录（DATA_DIR 要先停机并移走）");
  process.exit(2);
}
const dataDir = resolve(process.env.DATA_DIR ?? join(root, "data"));
const keyDir = resolve(process.env.KEY_DIR ?? join(root, "keys"));
try {
  const manifest = await restore(resolve(source), dataDir);
  // The key folder remembers the journal's last record; a restored journal may end earlier, and that is meant.
  const anchor = join(keyDir, "journal-anchor.json");
  if (existsSync(anchor)) renameSync(anchor, join(keyDir, `journal-anchor-before-restore-${Date.now()}.json`));
  console.log(`已恢复到 ${dataDir}，备份时间 ${manifest.at}。行数和链头与备份时一致。`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
