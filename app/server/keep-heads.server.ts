import { lastChainCheck } from "~/platform/chain-check.server";
import type { Db } from "~/platform/db.server";
import { keepErasureList } from "~/platform/erasure-list.server";
import { keys } from "~/platform/keys.server";
import { log } from "~/platform/log";
import { checkChains, followAndTell, keepHeads } from "~/record/check-chains.server";

// While the app runs, KEY_DIR's memory of audit and record follows them; once a day both chains are walked whole;
// once an hour the list of the erased is written beside the backups.

const FOLLOW_MS = 10_000;
const DAY_MS = 86_400_000;

/** Starts following; the answer stops it, after bringing it up to the end once more. */
export function followHeads(db: Db): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let told: string[] = [];
  const follow = async () => {
    const differ = await followAndTell(db, new Date(), told);
    if (differ.length && differ.join() !== told.join())
      log.error("chains.differ", new Error("a chain no longer holds what KEY_DIR remembers"), {
        chains: differ.join(),
      });
    told = differ;
  };
  const daily = async () => {
    const last = lastChainCheck(keys(), new Date());
    if (last && Date.now() - Date.parse(last.at) < DAY_MS) return;
    const { audit, record } = await checkChains(db, new Date(), null);
    if (audit.fault || record.fault)
      log.error("chains.bad", new Error("a chain is not whole"), {
        audit: audit.fault?.seq ?? null,
        record: record.fault?.seq ?? null,
      });
    else log.info("chains.checked", { audit: audit.upTo, record: record.upTo });
  };
  const step = () => {
    running = running
      .then(follow)
      .then(daily)
      .then(() => keepErasureList(new Date()))
      .catch((error: unknown) => log.error("chains.follow-failed", error));
  };
  step();
  const timer = setInterval(step, FOLLOW_MS);
  return async () => {
    clearInterval(timer);
    await running;
    await keepHeads(db, new Date()).catch((error: unknown) => log.error("chains.follow-failed", error));
  };
}
