import { Button } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { Progress } from "~/ui/progress";
import { useStudy } from "./use-study";

const minutes = (seconds: number) => `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`;

/** How much of the lesson's time has counted, as the server says, and the question whether one is there. */
export function StudyBar({
  at,
  seconds,
  minimumSeconds,
  heartbeatSeconds,
  done,
}: {
  at: string;
  seconds: number;
  minimumSeconds: number;
  heartbeatSeconds: number;
  done: boolean;
}) {
  const { beat, refused, answerPresence, reopen } = useStudy(at, heartbeatSeconds, !done);
  const counted = Math.max(seconds, beat?.seconds ?? 0);
  if (done)
    return (
      <Notice tone="safe" title="这一课已学完">
        可以随意回看，不再计时。
      </Notice>
    );
  return (
    <div className="grid gap-3">
      <Progress
        label="已计学习时间"
        value={Math.min(counted, minimumSeconds)}
        max={minimumSeconds}
        unit="秒"
        text={`${minutes(counted)} / 至少 ${minutes(minimumSeconds)}`}
      />
      {refused && (
        <p className="text-sm text-warn-ink" role="status">
          现在没有计时：{refused}
        </p>
      )}
      {beat?.asking && (
        <Notice
          tone="must"
          title="您还在学习吗？"
          role="alert"
          actions={
            <Button type="button" look="main" onClick={answerPresence}>
              我在
            </Button>
          }
        >
          点“我在”继续计时。没有回答的时间不计学时。
        </Notice>
      )}
      {beat?.ended && (
        <Notice
          tone="warn"
          title="这里已停止计时"
          actions={
            <Button type="button" look="main" onClick={() => void reopen().then(() => location.reload())}>
              在这里继续学
            </Button>
          }
        >
          您在别处打开了课程。同一时间只能在一处计学时，已计的时间都在。
        </Notice>
      )}
      {beat?.lost === "away" && !beat.ended && (
        <p className="text-sm text-muted" role="status">
          刚才离开了页面，那段时间没有计入。
        </p>
      )}
      {beat?.capped && (
        <Notice tone="info" title="今天的学时已满">
          今天能计的学时已经用完，明天接着学。
        </Notice>
      )}
    </div>
  );
}
