import { Card } from "~/ui/card";
import { DefinitionList } from "~/ui/definition-list";
import { formatDateTime } from "~/ui/format";
import { TextLink } from "~/ui/text-link";

type Side = {
  id: string;
  maskedId: string;
  maskedPhone: string;
  organisation: string;
  jobType: string;
  employment: string;
  createdAt: Date | string;
  posts: readonly string[];
  devices: number;
  mergedInto: string | null;
};
type Pair = { sides: readonly Side[]; idDiffers: readonly { at: number; a: string; b: string }[] };

/** Two registrations side by side; of the ID numbers only the digits that differ are shown. */
export function PairSides({ pair, rows }: { pair: Pair; rows: readonly number[] }) {
  return (
    <div className="grid gap-4">
      {pair.idDiffers.length > 0 && (
        <p>
          身份证号不同的地方：
          {pair.idDiffers.map(({ at, a, b }) => `第 ${at} 位，先登记的是 ${a}，后登记的是 ${b}`).join("；")}。
        </p>
      )}
      <div className="grid gap-4 md:grid-cols-2">
        {pair.sides.map((side, i) => (
          <SideCard key={side.id} side={side} title={i === 0 ? "先登记的" : "后登记的"} rows={rows[i] ?? 0} />
        ))}
      </div>
    </div>
  );
}

function SideCard({ side, title, rows }: { side: Side; title: string; rows: number }) {
  return (
    <Card as="section" aria-label={title} className="grid content-start gap-3">
      <h2 className="text-lg font-semibold">
        {title}
        {side.mergedInto && <span className="ml-2 text-sm font-normal text-muted">已并入另一条</span>}
      </h2>
      <DefinitionList
        items={[
          ["身份证号", <span className="font-mono">{side.maskedId}</span>],
          ["手机", <span className="font-mono">{side.maskedPhone || "空"}</span>],
          ["单位", side.organisation],
          ["工种", [side.jobType || "没有填", side.employment].join(" · ")],
          [
            "岗位",
            side.posts.length > 0 ? (
              <span className="grid">
                {side.posts.map((post) => (
                  <span key={post}>{post}</span>
                ))}
              </span>
            ) : (
              "没有"
            ),
          ],
          ["记录", `${rows} 行`],
          ["设备", `${side.devices} 台`],
          ["登记时间", formatDateTime(side.createdAt)],
        ]}
      />
      <TextLink to={`/watch/people/${side.id}`}>看这个人的全部</TextLink>
    </Card>
  );
}
