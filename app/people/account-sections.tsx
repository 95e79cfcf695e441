import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { Button, LinkButton } from "~/ui/button";
import { ConfirmOnDemand } from "~/ui/confirm-on-demand";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { PasswordInput } from "~/ui/password-input";
import { PinInput } from "~/ui/pin-input";
import { Section } from "~/ui/section";
import { Badge } from "~/ui/status";
import { TextInput } from "~/ui/text-input";
import { LearnerPage } from "./learner-page";
import { RecoveryCodeSheet } from "./recovery-codes";
import { StaffPage } from "./staff-page";

// The parts of "my account", for staff and for learners.

type Instant = Date | string;
const Intent = ({ name }: { name: string }) => <input type="hidden" name="intent" value={name} />;

export function AccountFrame({
  staff,
  login,
  children,
}: {
  staff: boolean;
  login: string | null;
  children: ReactNode;
}) {
  const header = (
    <PageHeader
      title="我的账号"
      back={staff ? undefined : { to: "/me", label: "我的" }}
      lead={
        staff ? `登录名 ${login}。密码、登录过的地方，和账号上发生过的事。` : "PIN、登录过的地方，和账号上发生过的事。"
      }
    />
  );
  const whole = (
    <>
      {header}
      <div className="grid max-w-prose gap-8">{children}</div>
    </>
  );
  return staff ? <StaffPage>{whole}</StaffPage> : <LearnerPage>{whole}</LearnerPage>;
}

/** `asking`: who may give roles. */
export function NoRole({ asking }: { asking: readonly string[] }) {
  return (
    <Notice tone="warn" title="这个账号现在没有角色">
      工作页要有角色才能打开，左边因此是空的。请找安全管理员{asking.length > 0 && `（${asking.join("、")}）`}
      授予角色；授予以后刷新这一页就能用，不用重新登录。
    </Notice>
  );
}

export function Notices({ rows }: { rows: readonly { id: string; words: string; at: Instant; seen: boolean }[] }) {
  const fresh = rows.filter((row) => !row.seen);
  const seen = rows.filter((row) => row.seen);
  const list = (some: typeof rows) => (
    <ul className="grid gap-1">
      {some.map((row) => (
        <li key={row.id}>
          {row.words}
          <span className="ml-2 text-sm text-muted">{formatDateTime(row.at)}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {fresh.length > 0 && (
        <Notice
          tone="warn"
          title="账号上有新的变化"
          actions={
            <Form method="post">
              <Intent name="seen" />
              <Button type="submit">知道了</Button>
            </Form>
          }
        >
          {list(fresh)}
          <p className="mt-2 text-sm">有您不知道的，请马上改密码或 PIN，结束别处的登录，并告诉管理员。</p>
        </Notice>
      )}
      {rows.length === 0 && <p className="text-muted">90 天内账号上没有要告诉您的变化。</p>}
      {seen.length > 0 && (
        <details>
          <summary className="min-h-tap cursor-pointer py-2">看过的变化（90 天内 {seen.length} 条）</summary>
          {list(seen)}
        </details>
      )}
    </>
  );
}

export function ChangePassword({ login }: { login: string }) {
  return (
    <Section title="改密码" lead="改好以后，别处的登录都会结束，记住的浏览器都作废。">
      <Form method="post" className="grid max-w-phone gap-4">
        <Intent name="password" />
        <input type="text" name="" value={login} autoComplete="username" readOnly hidden />
        <Field label="现在的密码">
          <PasswordInput name="old" autoComplete="current-password" required />
        </Field>
        <Field label="动态码" hint="验证器上现在的 6 位；每个只能用一次，刚登录过就等下一个">
          <TextInput name="code" autoComplete="one-time-code" className="max-w-[14rem] font-mono" required />
        </Field>
        <Field label="新密码" hint="至少 10 个字符，一句自己记得住的话最好；可以粘贴，不要求大小写和符号">
          <PasswordInput name="password" autoComplete="new-password" required />
        </Field>
        <Field label="再输一次新密码">
          <PasswordInput name="again" autoComplete="new-password" required />
        </Field>
        <div>
          <Button type="submit" look="main">
            改密码
          </Button>
        </div>
      </Form>
    </Section>
  );
}

/** `ready`: whether an authenticator is set up, which the codes stand in for. */
export function Recovery({ set, left, ready }: { set: string; left: number; ready: boolean }) {
  if (!ready)
    return (
      <Section title="恢复码">
        <p className="text-muted">这个账号还没有设验证器，所以没有恢复码。请用管理员给的设置链接先设好。</p>
      </Section>
    );
  return (
    <Section title="恢复码" lead={`手机不在身边时代替动态码登录，每个只能用一次。还剩 ${left} 个没用过。`}>
      <ConfirmOnDemand
        label="换一套新的"
        look="plain"
        question="换一套新的恢复码？"
        confirmLabel="换一套新的"
        consequence="现在的 10 个马上都不能用，打印好的那张要销毁。新的 10 个只显示一次，请先准备好打印或抄写。"
      >
        <Intent name="recovery" />
        <input type="hidden" name="set" value={set} />
      </ConfirmOnDemand>
    </Section>
  );
}

export function NewRecoveryCodes({ login, codes }: { login: string; codes: readonly string[] }) {
  return (
    <StaffPage>
      <PageHeader
        title="新的恢复码"
        lead={`这是 ${login} 的恢复码，以前的都不能用了。考试当天手机要锁起来，用它代替动态码登录。`}
      />
      <div className="max-w-phone">
        <RecoveryCodeSheet
          codes={codes}
          onward={
            <LinkButton to="/me/account" look="main">
              收好了，回到我的账号
            </LinkButton>
          }
        />
      </div>
    </StaffPage>
  );
}

export function ChangePin() {
  return (
    <Section title="改 PIN" lead="只改这台设备上的 PIN，别处的登录会结束。">
      <Form method="post" className="grid max-w-phone gap-4">
        <Intent name="pin" />
        <Field label="现在的 PIN">
          <PinInput name="old" autoComplete="current-password" required />
        </Field>
        <Field label="新 PIN" hint="6 位数字。不要用生日，不要用 123456 这样的数字。">
          <PinInput name="pin" autoComplete="new-password" required />
        </Field>
        <Field label="再输一次新 PIN">
          <PinInput name="again" autoComplete="new-password" required />
        </Field>
        <div>
          <Button type="submit" look="main">
            改 PIN
          </Button>
        </div>
      </Form>
    </Section>
  );
}

type Row = { id: string; here: boolean; title: string; lines: readonly string[]; act: ReactNode };

function Places({ rows }: { rows: readonly Row[] }) {
  return (
    <ul className="grid divide-y divide-line border-y border-line">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-wrap items-center justify-between gap-2 py-3">
          <div>
            <p className="flex flex-wrap items-center gap-2 font-medium">
              {row.title}
              {row.here && <Badge>就是这里</Badge>}
            </p>
            {row.lines.map((line) => (
              <p key={line} className="text-sm text-muted">
                {line}
              </p>
            ))}
          </div>
          {row.act}
        </li>
      ))}
    </ul>
  );
}

export function Sessions({
  rows,
}: {
  rows: readonly { id: string; browser: string; address: string; since: Instant; lastUsed: Instant; here: boolean }[];
}) {
  return (
    <Section title="正在登录的地方">
      <Places
        rows={rows.map((row) => ({
          id: row.id,
          here: row.here,
          title: row.browser,
          lines: [`${formatDateTime(row.since)} 登录，地址 ${row.address}`, `最近使用 ${formatDateTime(row.lastUsed)}`],
          act: !row.here && (
            <Form method="post">
              <Intent name="end" />
              <input type="hidden" name="session" value={row.id} />
              <Button type="submit">
                结束
                <span className="sr-only">
                  {" "}
                  {row.browser} {formatDateTime(row.since)} 的登录
                </span>
              </Button>
            </Form>
          ),
        }))}
      />
      {rows.length > 1 && (
        <Form method="post" className="mt-3">
          <Intent name="end-others" />
          <Button type="submit">结束别处的所有登录</Button>
        </Form>
      )}
    </Section>
  );
}

export function Browsers({
  rows,
}: {
  rows: readonly { id: string; label: string; since: Instant; lastUsed: Instant; here: boolean }[];
}) {
  return (
    <Section title="记住的浏览器" lead="在这些浏览器上，别人猜您的密码不会挡住您登录。登录照样要密码和动态码。">
      {rows.length === 0 ? (
        <p className="text-muted">没有记住的浏览器。</p>
      ) : (
        <Places
          rows={rows.map((row) => ({
            id: row.id,
            here: row.here,
            title: row.label,
            lines: [`${formatDateTime(row.since)} 起，最近登录 ${formatDateTime(row.lastUsed)}`],
            act: (
              <Form method="post">
                <Intent name="forget" />
                <input type="hidden" name="browser" value={row.id} />
                <Button type="submit">
                  忘记<span className="sr-only"> {row.label}</span>
                </Button>
              </Form>
            ),
          }))}
        />
      )}
    </Section>
  );
}

export function Devices({ rows }: { rows: readonly { id: string; label: string; since: Instant; here: boolean }[] }) {
  return (
    <Section title="激活过的设备" lead="只有这些设备能用 PIN 登录您的账号。">
      {rows.length === 0 ? (
        <p className="text-muted">没有激活过的设备。</p>
      ) : (
        <Places
          rows={rows.map((row) => ({
            id: row.id,
            here: row.here,
            title: row.label,
            lines: [`${formatDateTime(row.since)} 激活`],
            act: (
              <ConfirmOnDemand
                label="停用"
                look="plain"
                question={`停用“${row.label}”？`}
                consequence={
                  row.here
                    ? "这就是您现在用的设备，退出以后要有新的激活单才能再登录。"
                    : "这台设备不能再登录您的账号。要再用，请找经办人打印激活单。"
                }
              >
                <Intent name="drop" />
                <input type="hidden" name="device" value={row.id} />
              </ConfirmOnDemand>
            ),
          }))}
        />
      )}
    </Section>
  );
}

export const BOUND_BY = {
  none: "还没有绑定",
  own: "本人填写",
  administrator: "安全管理员填写",
  registration: "登记时已有",
} as const;

/** Whose account it is, by ID number: shown masked, entered once. */
export function Identity({ maskedId, by }: { maskedId: string; by: keyof typeof BOUND_BY }) {
  return (
    <Section
      title="身份证号"
      lead="考培分离按人核对：同一个身份证号的账号和登记算同一个人。没有绑定的账号，任务都是“无法证明”，要两个人会签。"
    >
      {maskedId ? (
        <p>
          <span className="font-mono">{maskedId}</span>
          <span className="ml-3 text-sm text-muted">{BOUND_BY[by]}；写错了，请安全管理员对照证件更正。</span>
        </p>
      ) : (
        <Form method="post" className="grid max-w-phone gap-4">
          <Intent name="identity" />
          <Field label="您的身份证号" hint="填一次，以后只显示头尾几位">
            <TextInput name="idNumber" required autoComplete="off" spellCheck={false} className="font-mono" />
          </Field>
          <Button type="submit" className="justify-self-start">
            绑定
          </Button>
        </Form>
      )}
    </Section>
  );
}
