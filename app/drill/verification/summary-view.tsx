import { Download } from "lucide-react";
import { toButtonClass } from "~/ui/button";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/section";
import { Stat, StatRow } from "~/ui/stat";
import { CaseTable } from "./case-table";
import type { readOverview } from "./overview.server";

type Facts = Pick<ReturnType<typeof readOverview>, "summary" | "engine" | "inUse" | "at" | "failing">;

/** The count, what failed before anything else, and which program the figures are of. */
export function SummaryView({ facts: { summary, engine, inUse, at, failing } }: { facts: Facts }) {
  return (
    <div className="grid gap-8">
      {failing.length > 0 && (
        <Section title={`没有通过的 ${failing.length} 项`} lead="没有通过的照样列出，原因写在各项里。">
          <CaseTable caption="没有通过的试验" rows={failing} />
        </Section>
      )}
      <div className="grid gap-4">
        <StatRow>
          <Stat label="试验" value={summary.tests} unit="项" />
          <Stat label="通过" value={summary.passed} unit="项" />
          <Stat label="没有通过" value={summary.failed.length} unit="项" />
        </StatRow>
        <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3">
          <p className="text-sm text-muted">
            {formatDateTime(at)} 跑完全部试验 · 演练引擎 <span className="font-mono text-ink">{engine}</span>
          </p>
          <a
            href="/verification/report.json"
            download="anding-verification.json"
            className={toButtonClass({ look: "plain" })}
          >
            <Download aria-hidden className="size-4" />
            下载全部数据（JSON）
          </a>
        </div>
        {inUse && inUse !== engine && (
          <Notice title="演练引擎在这份报告之后改过">
            现在用的引擎是 <span className="font-mono">{inUse}</span>
            ，下面的数值是上一版引擎测得的。新引擎重跑以后，这里会换成新的报告。
          </Notice>
        )}
      </div>
    </div>
  );
}
