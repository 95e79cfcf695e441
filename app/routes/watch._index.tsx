import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readFilter, STAGE_CODES, STAGE_WORDS, writeFilter, type CoverageFilter } from "~/coverage/filter";
import { coverageOverview, type ClassSummary, type Overview, type Place } from "~/coverage/overview.server";
import { refreshCoverage } from "~/coverage/refresh.server";
import { PeopleLink, StageBars } from "~/coverage/stage-bars";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { DUTY_CLASSES } from "~/people/vocabulary";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { formatDateTime, formatNumber, formatPercent } from "~/ui/format";
import { LevelTile, LevelWord } from "~/ui/level-tile";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";
import type { Level as LevelColour } from "~/ui/tokens";

export const meta: MetaFunction = () => [{ title: "百千万覆盖 · 安鼎" }];

export const loader = guard("coverage.read", async ({ url, db, now, actor }) => {
  await refreshCoverage(db, now);
  const filter = readFilter(url.searchParams);
  const overview = await coverageOverview(db, now, await reachOf(db, "coverage.read", actor), filter);
  return {
    overview,
    filter: { district: overview.district?.code, dutyClass: filter.dutyClass } satisfies CoverageFilter,
    at: now,
  };
});

export default function Coverage() {
  const { overview, filter, at } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <Breadcrumbs
        crumbs={[
          ...overview.above.map((one) => ({
            label: one.name,
            to: `/watch${writeFilter({ ...filter, district: one.code })}`,
          })),
          { label: overview.district?.name ?? (overview.wholeReach ? "我的管辖范围" : "我的单位") },
        ]}
      />
      <PageHeader
        title={`${overview.district?.name ?? ""} 百千万覆盖`.trim()}
        lead="按岗位计：一人兼两岗计两次，空缺的岗也在应训里。后一个数包含在前一个里。"
        facts={`截至 ${formatDateTime(at)}`}
        actions={<LinkButton to={`/watch/people${writeFilter({ ...filter, lacks: "valid" })}`}>看所有缺口</LinkButton>}
      />
      <div className="grid gap-10">
        <div className="grid gap-4 lg:grid-cols-3">
          {overview.classes.map((one) => (
            <ClassCard key={one.dutyClass} summary={one} filter={filter} />
          ))}
        </div>
        <GapReasons overview={overview} filter={filter} />
        <Places overview={overview} filter={filter} />
      </div>
    </StaffPage>
  );
}

function ClassCard({ summary, filter }: { summary: ClassSummary; filter: CoverageFilter }) {
  const { counts, target, level, label, dutyClass } = summary;
  return (
    <Card as="section" className="grid content-start gap-3">
      <h2 className="flex items-center justify-between gap-3 text-lg font-semibold">
        {label}
        {level && <LevelWord level={colourOf(level)} word={level.word} />}
      </h2>
      <p>
        <strong className="text-3xl font-semibold">{formatPercent(counts.valid, counts.due)}</strong>{" "}
        <span className="text-muted">今日有效</span>
      </p>
      <StageBars counts={counts} filter={{ ...filter, dutyClass }} label={label} />
      {target && (
        <p className="text-sm text-muted">
          {target.title}：目标 {formatNumber(target.persons)} 人，今日有效 {formatNumber(target.valid)} 人（
          {formatPercent(target.valid, target.persons)}）
        </p>
      )}
    </Card>
  );
}

const colourOf = (level: { rank: number }): LevelColour => Math.min(5, Math.max(1, level.rank)) as LevelColour;

function GapReasons({ overview, filter }: { overview: Overview; filter: CoverageFilter }) {
  if (overview.gapReasons.length === 0) return null;
  const most = Math.max(...overview.gapReasons.map((one) => one.count));
  return (
    <Section title="差在哪里" lead="每个岗位只记最先遇到的一个原因；点数字看名单。">
      <ul className="grid max-w-3xl gap-1">
        {overview.gapReasons.map((one) => (
          <li key={one.reason} className="grid grid-cols-[7em_1fr_6em] items-center gap-3">
            <span>{one.word}</span>
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden className="block h-3 w-full">
              <rect width={(one.count / most) * 100} height="6" className="fill-bronze/50" />
            </svg>
            <span className="text-right">
              <PeopleLink count={one.count} filter={{ ...filter, reason: one.reason }} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const addressOf = (place: Place, filter: CoverageFilter): string =>
  place.kind === "district"
    ? `/watch${writeFilter({ ...filter, district: place.key })}`
    : `/watch/people${writeFilter({ dutyClass: filter.dutyClass, organisation: place.key })}`;
const filterOf = (place: Place, filter: CoverageFilter): CoverageFilter =>
  place.kind === "district"
    ? { ...filter, district: place.key }
    : { dutyClass: filter.dutyClass, organisation: place.key };

function Places({ overview, filter }: { overview: Overview; filter: CoverageFilter }) {
  const { places } = overview;
  const tiles = places.filter((place) => place.kind === "district");
  return (
    <Section title="下辖各处" lead="颜色和字由规则里的四色定，按今日有效占应训的比例。">
      <FilterBar>
        {filter.district && <input type="hidden" name="district" value={filter.district} />}
        <FilterSelect
          name="class"
          label="责任类别"
          options={Object.entries(DUTY_CLASSES).map(([value, { label }]) => ({ value, label }))}
        />
      </FilterBar>
      {tiles.length > 0 && (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(min(10rem,100%),1fr))] gap-2">
          {tiles.map(
            (place) =>
              place.level && (
                <LevelTile
                  key={place.key}
                  name={place.name}
                  level={colourOf(place.level)}
                  word={place.level.word}
                  value={formatPercent(place.counts.valid, place.counts.due)}
                  to={addressOf(place, filter)}
                />
              ),
          )}
        </div>
      )}
      <Table
        caption="下辖各处的五个数"
        captionHidden
        rows={places}
        rowKey={(place) => place.key}
        unit="处"
        empty={
          <EmptyState action={<LinkButton to="/watch/import">导入名册</LinkButton>}>
            这里还没有要培训的岗位。
          </EmptyState>
        }
        columns={[
          {
            key: "name",
            header: "地方或单位",
            rowHeader: true,
            cell: (place) => (
              <>
                <TextLink to={addressOf(place, filter)}>{place.name}</TextLink>{" "}
                {place.note && <span className="text-muted">{place.note}</span>}
              </>
            ),
          },
          ...STAGE_CODES.map((stage) => ({
            key: stage,
            header: STAGE_WORDS[stage],
            align: "end" as const,
            cell: (place: Place) => (
              <PeopleLink count={place.counts[stage]} filter={{ ...filterOf(place, filter), stage }} />
            ),
          })),
          {
            key: "share",
            header: "有效占比",
            align: "end",
            cell: (place) => formatPercent(place.counts.valid, place.counts.due),
          },
          {
            key: "gap",
            header: "缺口",
            align: "end",
            cell: (place) => (
              <PeopleLink
                count={place.counts.due - place.counts.valid}
                filter={{ ...filterOf(place, filter), lacks: "valid" }}
              />
            ),
          },
          {
            key: "level",
            header: "级别",
            cell: (place) => place.level && <LevelWord level={colourOf(place.level)} word={place.level.word} />,
          },
        ]}
      />
    </Section>
  );
}
