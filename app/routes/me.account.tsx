import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import {
  AccountFrame,
  Browsers,
  ChangePassword,
  ChangePin,
  Identity,
  Devices,
  NewRecoveryCodes,
  NoRole,
  Notices,
  Recovery,
  Sessions,
} from "~/people/account-sections";
import { recheckPersons } from "~/exam/duty/recheck.server";
import { markNoticesSeen, noticesOf } from "~/people/account-notice.server";
import { changePassword, changePin, endOwnSessions, ownSessions } from "~/people/own-account.server";
import { dropDevice, listDevices, readDeviceSecret } from "~/people/device.server";
import { guard } from "~/people/guard.server";
import {
  forgetBrowsers,
  knownCookie,
  listBrowsers,
  readKnownToken,
  rememberBrowser,
} from "~/people/known-browser.server";
import { bindIdentity, staffIdentity } from "~/people/staff-identity.server";
import { dutyHolders } from "~/people/setup/setup-links.server";
import { recoveryState, renewRecoveryCodes } from "~/people/recovery.server";
import { typedDigits } from "~/people/typed-digits";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";

export const meta: MetaFunction = () => [{ title: "我的账号 · 安鼎" }];

export const loader = guard("me.read", async ({ request, db, now, actor }) => {
  const { accountId, kind } = actor;
  const staff = kind === "staff";
  return data(
    {
      staff,
      login: actor.login,
      notices: await noticesOf(db, now, accountId),
      sessions: await ownSessions(now, actor),
      browsers: staff ? await listBrowsers(db, now, { accountId, token: readKnownToken(request) }) : [],
      // Whoever holds no role is told whom to ask.
      asking: staff && actor.grants.length === 0 ? ((await dutyHolders(db, now)).get("security-admin") ?? []) : null,
      recovery: staff ? await recoveryState(db, accountId) : null,
      identity: staff ? await staffIdentity(db, accountId) : null,
      devices: staff ? [] : await listDevices(db, { accountId, secret: readDeviceSecret(request) }),
    },
    { headers: { "Cache-Control": "no-store" } },
  );
});

const pin = z
  .string()
  .transform(typedDigits)
  .pipe(z.string().regex(/^\d{6}$/, "PIN 是 6 位数字"));
const Act = z.discriminatedUnion("intent", [
  z.strictObject({
    intent: z.literal("password"),
    old: z.string().min(1).max(256),
    code: z.string().min(6).max(24),
    password: z.string().max(512),
    again: z.string().max(512),
  }),
  z.strictObject({ intent: z.literal("pin"), old: pin, pin, again: pin }),
  z.strictObject({ intent: z.literal("end"), session: z.string().length(64) }),
  z.strictObject({ intent: z.literal("end-others") }),
  z.strictObject({ intent: z.literal("forget"), browser: z.uuid() }),
  z.strictObject({ intent: z.literal("drop"), device: z.uuid() }),
  z.strictObject({ intent: z.literal("seen") }),
  z.strictObject({ intent: z.literal("identity"), idNumber: z.string().min(1).max(40) }),
  z.strictObject({ intent: z.literal("recovery"), set: z.string().max(40) }),
]);

/** What the page is told: what went wrong, what was done, codes that are shown this once. */
const said = (told: { error?: string; done?: string; codes?: string[] }) => ({
  error: "",
  done: "",
  codes: [] as string[],
  ...told,
});

export const action = guard(
  "me.change",
  { stepUpWhen: (form) => ["recovery", "identity"].includes(String(form.get("intent"))), takes: fieldNames(Act) },
  async ({ request, db, now, actor }) => {
    const parsed = Act.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success) return data(said({ error: "没有填完整，或者格式不对。PIN 是 6 位数字。" }), { status: 400 });
    const act = parsed.data;
    const { accountId } = actor;
    const headers = new Headers();
    try {
      if ("again" in act && act.again !== (act.intent === "pin" ? act.pin : act.password))
        throw new DomainError("invalid", "两次输入的不一样，没有改。");
      switch (act.intent) {
        case "password": {
          headers.append("Set-Cookie", await changePassword(db, now, actor, { ...act, request }));
          const { token } = await rememberBrowser(db, now, {
            accountId,
            token: readKnownToken(request),
            agent: request.headers.get("user-agent") ?? "",
          });
          headers.append("Set-Cookie", knownCookie(request, token));
          return data(said({ done: "密码已改。别处的登录都已结束，以前记住的浏览器都要重新登录。" }), { headers });
        }
        case "pin": {
          headers.append(
            "Set-Cookie",
            await changePin(db, now, actor, {
              request,
              secret: readDeviceSecret(request) ?? "",
              old: act.old,
              pin: act.pin,
            }),
          );
          return data(said({ done: "这台设备的 PIN 已改，别处的登录都已结束。" }), { headers });
        }
        case "end":
          await endOwnSessions(db, now, actor, { id: act.session });
          return data(said({ done: "那个登录已结束。" }));
        case "end-others": {
          const ended = await endOwnSessions(db, now, actor);
          return data(said({ done: ended ? `已结束别处的 ${ended} 个登录。` : "别处没有登录，没有什么要结束。" }));
        }
        case "forget":
          await forgetBrowsers(db, now, { accountId, actorId: accountId, id: act.browser });
          return data(said({ done: "已忘记那个浏览器。" }));
        case "drop":
          await dropDevice(db, now, { accountId, personId: actor.personId ?? "", id: act.device });
          await endOwnSessions(db, now, actor, { why: "device" });
          return data(said({ done: "那台设备已停用，别处的登录都已结束。要再用，请找经办人打印激活单。" }));
        case "identity": {
          const { personIds } = await bindIdentity(db, now, actor, { accountId, idNumber: act.idNumber });
          await recheckPersons(db, now, { personIds, askedBy: accountId });
          return data(said({ done: "身份证号已绑定。写错了，请安全管理员对照证件更正。" }));
        }
        case "recovery":
          return data(said({ codes: await renewRecoveryCodes(db, now, actor, act.set) }), {
            headers: { "Cache-Control": "no-store" },
          });
        case "seen":
          await markNoticesSeen(db, now, accountId);
          return data(said({}));
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return data(said({ error: error.message }), { status: error.status });
    }
  },
);

export default function Account() {
  const { staff, login, notices, sessions, browsers, devices, recovery, identity, asking } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer?.codes.length) return <NewRecoveryCodes login={login ?? ""} codes={answer.codes} />;
  return (
    <AccountFrame staff={staff} login={login}>
      <FormErrorSummary errors={answer?.error ? [answer.error] : undefined} title="没有做成" />
      {answer?.done && (
        <Notice tone="safe" role="status">
          {answer.done}
        </Notice>
      )}
      {asking && <NoRole asking={asking} />}
      <Notices rows={notices} />
      {staff ? <ChangePassword key={answer?.done} login={login ?? ""} /> : <ChangePin key={answer?.done} />}
      {recovery && <Recovery {...recovery} />}
      {identity && <Identity key={`id-${identity.maskedId}`} {...identity} />}
      <Sessions rows={sessions} />
      {staff ? <Browsers rows={browsers} /> : <Devices rows={devices} />}
    </AccountFrame>
  );
}
