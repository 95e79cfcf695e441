import { ownExternal } from "~/certificate/external/query.server";
import { findCertificates } from "~/certificate/query.server";
import { ownRuns } from "~/drill/own-runs.server";
import { ownResult, ownWithdrawals, slipsOf } from "~/exam/sitting/slips.server";
import { inFileNames } from "~/people/data-file";
import { requestsOf } from "~/people/data-request.server";
import { guard } from "~/people/guard.server";
import { heldTable, ownData } from "~/people/own-data.server";
import { audit } from "~/platform/audit.server";
import { DomainError } from "~/platform/errors";
import { recordOf } from "~/record/query.server";
import { ownTraining } from "~/training/own-training.server";

/** All that is held about whoever asks, as one JSON file (个人信息保护法 45). */
export const loader = guard("me.read", { cost: "file" }, async ({ db, now, actor }) => {
  const { personId } = actor;
  if (!personId) throw new DomainError("not-found", "这个账号没有对应的人员，没有可以下载的资料。");
  const { region, ...people } = await ownData(db, personId);
  const slips = await slipsOf(db, personId);
  const body = {
    about: {
      exportedAt: now.toISOString(),
      product: "安鼎",
      note: "本人下载的全部个人数据。答卷原文密封保存，可以向考试机构申请查阅。",
      held: heldTable(now, region),
    },
    ...people,
    requests: await requestsOf(db, personId),
    training: await ownTraining(db, personId),
    drills: await ownRuns(db, personId),
    examWithdrawals: await ownWithdrawals(db, personId),
    exams: inFileNames(
      await Promise.all(
        slips.map(async (slip) => ({
          ...slip,
          released: slip.result ? await ownResult(db, personId, slip.examId) : null,
        })),
      ),
    ),
    certificates: await findCertificates(db, now, { personId }),
    externalCertificates: inFileNames(await ownExternal(db, now, personId)),
    record: inFileNames(await recordOf(db, personId)),
  };
  await audit(db, now, { actorId: actor.accountId, act: "data.export", object: personId, outcome: "done" });
  return new Response(JSON.stringify(body, null, 2), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="anding-my-data.json"',
      "Cache-Control": "no-store",
    },
  });
});
