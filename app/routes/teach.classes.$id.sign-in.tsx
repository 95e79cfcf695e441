import { useLoaderData } from "@remix-run/react";
import { data, type MetaFunction } from "@remix-run/node";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { printedOrigin } from "~/server/announce-setup";
import { classCode, type SignKind } from "~/training/class-code.server";
import { signInOpensAt } from "~/training/class-state";
import { ClassStateMark } from "~/training/class-state-mark";
import { classPage, classScope } from "~/training/class-view.server";
import { CodeScreen } from "~/training/code-screen";
import { LinkButton } from "~/ui/button";
import { formatDateTime, formatPeriod } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { drawQr } from "~/ui/qr-drawing.server";
import { Stat, StatRow } from "~/ui/stat";

export const meta: MetaFunction = () => [{ title: "签到屏 · 安鼎" }];

export const loader = guard("class.teach", async ({ params, url, db, now, actor }) => {
  const page = await classPage(db, now, await classScope(db, actor), params.id ?? "");
  const kind: SignKind = url.searchParams.get("for") === "out" ? "out" : "in";
  const shows =
    page.state === "running" ||
    (kind === "out" && page.state === "over") ||
    (kind === "in" && page.state === "coming" && now >= signInOpensAt(page.from));
  const { code, secondsLeft } = classCode(page.id, kind, now);
  const came = page.roster.filter((line) => line.attendance.came).length;
  const here = page.roster.filter((line) => line.attendance.here).length;
  return data(
    {
      id: page.id,
      title: page.title,
      from: page.from.toISOString(),
      to: page.to.toISOString(),
      opensAt: signInOpensAt(page.from).toISOString(),
      state: page.state,
      kind,
      members: page.roster.length,
      came,
      here,
      shown: shows
        ? { code, secondsLeft, drawing: drawQr(`${printedOrigin(url)}/learn/classes/${page.id}?code=${code}`) }
        : null,
    },
    { headers: { "Cache-Control": "no-store" } },
  );
});

export default function SignInScreen() {
  const page = useLoaderData<typeof loader>();
  const word = page.kind === "in" ? "签到" : "签退";
  return (
    <StaffPage>
      <PageHeader
        title={`${page.title}：${word}`}
        back={{ to: `/teach/classes/${page.id}`, label: "回到这个班" }}
        facts={
          <>
            <ClassStateMark state={page.state} />
            <span>{formatPeriod(page.from, page.to)}</span>
          </>
        }
        actions={
          <LinkButton to={page.kind === "in" ? "?for=out" : "?"} replace>
            {page.kind === "in" ? "换成签退码" : "换成签到码"}
          </LinkButton>
        }
      />
      <div className="grid gap-8">
        {page.shown ? <CodeScreen {...page.shown} word={word} /> : <NoCode page={page} word={word} />}
        <div aria-live="polite">
          <StatRow>
            <Stat label="名单" value={page.members} unit="人" />
            <Stat label="签过到" value={page.came} unit="人" />
            <Stat label="现在在班" value={page.here} unit="人" />
            <Stat label="没有来" value={page.members - page.came} unit="人" />
          </StatRow>
        </div>
      </div>
    </StaffPage>
  );
}

function NoCode({ page, word }: { page: ReturnType<typeof useLoaderData<typeof loader>>; word: string }) {
  if (page.state === "coming")
    return (
      <Notice title={`还没有到${word}时间`}>{formatDateTime(page.opensAt)} 开始签到，到时打开这一页就有码。</Notice>
    );
  if (page.state === "over") return <Notice title="下课时间已过">不能再签到。还在教室的人请换成签退码签退。</Notice>;
  return <Notice title={`不能再${word}`}>这个班已经结班或撤销。</Notice>;
}
