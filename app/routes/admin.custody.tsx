import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { CustodianEntry, CustodianMaker } from "~/people/custodian-maker";
import type { SignedInActor } from "~/people/actor.server";
import {
  confirmRetirement,
  dropRetirement,
  openRetirements,
  pastRetirements,
  proposeRetirement,
} from "~/people/custodian-retirement.server";
import { guard } from "~/people/guard.server";
import { requireIndependent } from "~/people/independent.server";
import { mayDo } from "~/people/policies";
import { OpenRetirement } from "~/people/retirement-notice";
import { StaffPage } from "~/people/staff-page";
import { CUSTODIANS_NEEDED, fingerprintWords } from "~/platform/custody";
import {
  confirmCustodian,
  enoughCustodians,
  enterCustodian,
  listCustodians,
  withdrawCustodian,
} from "~/platform/custody.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { keys } from "~/platform/keys.server";
import { beginKeyChange, changeSigningKey } from "~/server/key-change.server";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextArea } from "~/ui/text-area";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "密钥保管 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("admin.custody", async ({ db, now, actor }) => {
  const retirements = await openRetirements(db, now, actor.accountId);
  const past = new Map((await pastRetirements(db)).map((one) => [one.custodianId, one]));
  return {
    custodians: (await listCustodians(db)).map(({ enteredBy, ...row }) => ({
      ...row,
      own: enteredBy === actor.accountId,
      waits: retirements.some((one) => one.custodianId === row.id),
      past: past.get(row.id) ?? null,
    })),
    retirements,
    mayEnter: mayDo("admin.health", actor),
    mayConfirm: mayDo("admin.roles", actor),
    changing: keys().master.changing,
  };
});

const id = z.string().min(1).max(100);
const Act = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("enter"), name: z.string().max(100), publicKey: z.string().max(1_000) }),
  z.strictObject({ intent: z.literal("confirm"), id, ending: z.string().max(20) }),
  z.strictObject({ intent: z.literal("withdraw"), id }),
  z.strictObject({ intent: z.literal("retire"), id, reason: z.string().max(400) }),
  z.strictObject({ intent: z.literal("retire-confirm"), id }),
  z.strictObject({ intent: z.literal("retire-drop"), id }),
  z.strictObject({ intent: z.literal("change-master") }),
  z.strictObject({ intent: z.literal("change-signing") }),
]);

export const action = guard("admin.custody", { takes: fieldNames(Act) }, async ({ request, db, now, actor }) => {
  const parsed = Act.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return data({ error: "请填完整。", done: "" }, { status: 400 });
  try {
    return data({ error: "", done: await perform(parsed.data, { db, now, actor }) });
  } catch (error) {
    if (error instanceof DomainError) return data({ error: error.message, done: "" }, { status: error.status });
    throw error;
  }
});

/** Does it and gives the sentence that tells what is so now. */
async function perform(
  act: z.infer<typeof Act>,
  { db, now, actor }: { db: Db; now: Date; actor: SignedInActor },
): Promise<string> {
  const by = actor.accountId;
  switch (act.intent) {
    case "enter": {
      if (!mayDo("admin.health", actor)) throw new DomainError("forbidden", "登记由系统管理员来做，您来确认。");
      const { fingerprint } = await enterCustodian(db, now, by, act);
      return `${act.name} 已登记，指纹 ${fingerprintWords(fingerprint)}。请安全管理员打开这一页，与保管人核对指纹后确认；确认以前备份不会封给他。`;
    }
    case "confirm":
      if (!mayDo("admin.roles", actor)) throw new DomainError("forbidden", "确认由安全管理员来做。");
      await confirmCustodian(db, now, by, {
        ...act,
        requireSecond: (first) =>
          requireIndependent(db, now, {
            first,
            second: by,
            roles: ["security-admin"],
            act: "custody.confirm",
            object: act.id,
          }),
      });
      return enoughCustodians(await listCustodians(db))
        ? "已确认。从下一次备份起封给这位保管人。"
        : `已确认，在任。还不到 ${CUSTODIANS_NEEDED} 位，备份里仍没有密钥。`;
    case "withdraw":
      return `${(await withdrawCustodian(db, now, by, act.id)).name} 的登记已撤掉。`;
    case "retire": {
      const { name } = await proposeRetirement(db, now, by, { custodianId: act.id, reason: act.reason });
      return `已提议停用 ${name}。另一位管理员确认以前，${name} 仍在任。`;
    }
    case "retire-confirm": {
      const { name, left } = await confirmRetirement(db, now, by, act.id);
      return left < CUSTODIANS_NEEDED
        ? `${name} 已停用。在任的只剩 ${left} 位，不到 ${CUSTODIANS_NEEDED} 位，从现在起备份里没有密钥。`
        : `${name} 已停用。从下一次备份起不再封给他。`;
    }
    case "retire-drop": {
      const { name, outcome } = await dropRetirement(db, now, by, act.id);
      return outcome === "withdrawn" ? `提议已撤回，${name} 仍在任。` : `您没有同意，${name} 仍在任。`;
    }
    case "change-signing":
      requireKeyChanger(actor);
      return `签名密钥已更换，新的编号 ${(await changeSigningKey(db, now, by)).to}。以前签的仍能核验，旧公钥还在 /verify/keys。请马上做一次备份。`;
    case "change-master":
      requireKeyChanger(actor);
      await beginKeyChange(db, now, by);
      return "开始更换主密钥。产品照常用，进度在“运行状况”的后台任务里；换好以前两把都在用，换好以后旧的销毁。";
  }
}

function requireKeyChanger(actor: SignedInActor): void {
  if (!mayDo("admin.roles", actor)) throw new DomainError("forbidden", "更换密钥由安全管理员来做。");
}

const STATES = { active: ["done", "在任"], entered: ["waiting", "等待确认"], retired: ["none", "已停用"] } as const;

export default function Custody() {
  const { custodians, retirements, mayEnter, mayConfirm, changing } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const active = custodians.filter((one) => one.state === "active").length;
  return (
    <StaffPage>
      <PageHeader
        title="密钥保管"
        lead="备份里的密钥封给在任的保管人，任何一位用自己的文件和口令都能打开。私钥只在保管人自己的文件里，服务器上没有。"
        facts={`在任 ${active} 位`}
      />
      <div className="grid gap-8">
        <FormErrorSummary errors={answer?.error ? [answer.error] : undefined} title="没有做成" />
        {answer?.done && (
          <Notice tone="safe" role="status">
            {answer.done}
          </Notice>
        )}
        {active < CUSTODIANS_NEEDED ? (
          <Notice tone="warn" title={`还差 ${CUSTODIANS_NEEDED - active} 位保管人`}>
            不到 {CUSTODIANS_NEEDED}{" "}
            位，备份里就没有密钥：服务器的磁盘一坏，上次带着密钥备份（或人工复制）以后登记的人再也打不开。
          </Notice>
        ) : (
          <Notice title="备份会带上密钥">
            每次 npm run backup 都把密钥封给下面在任的各位。有没有做成，看“运行状况”里的“密钥备份”。
          </Notice>
        )}
        {retirements.map((one) => (
          <OpenRetirement key={one.id} retirement={one} left={active - 1} />
        ))}
        <Custodians />
        {mayConfirm && (
          <Section
            title="更换密钥"
            lead="怀疑密钥泄露，或者管密钥的人离职时换。换好以后马上做一次备份，旧的密钥备份到期会自动销毁。"
          >
            {changing && (
              <Notice tone="warn" title="主密钥正在更换" className="mb-4">
                新旧两把都在用。进度在“运行状况”的后台任务里；中断了，再按一次“更换主密钥”就接着换。
              </Notice>
            )}
            <div className="flex flex-wrap gap-2">
              <ConfirmDialog
                label="更换主密钥"
                look="plain"
                question="更换主密钥？"
                consequence="题库、试卷密钥、考场记录、动态码和查找用的散列会在后台逐批改用新密钥，产品照常使用。全部换好并核对以后，旧密钥才销毁。学员的设备、PIN、恢复码和激活单继续有效。"
              >
                <input type="hidden" name="intent" value="change-master" />
              </ConfirmDialog>
              <ConfirmDialog
                label="更换签名密钥"
                look="plain"
                question="更换签名密钥？"
                consequence="以后的证书和链头用新密钥签。已发的证书不用重发，旧公钥继续公布；离线核验的闸机要重新取一次 /verify/keys。不能换回。"
              >
                <input type="hidden" name="intent" value="change-signing" />
              </ConfirmDialog>
            </div>
          </Section>
        )}
        {mayEnter && (
          <Section
            title="登记一位保管人"
            lead="由系统管理员登记，安全管理员确认。保管人最好不是这两位，也不在同一间办公室。"
          >
            <div className="grid max-w-phone gap-8 lg:max-w-none lg:grid-cols-2">
              <div className="grid content-start gap-4">
                <h3 className="font-semibold">保管人就在这里</h3>
                <CustodianMaker key={custodians.length} />
              </div>
              <div className="grid content-start gap-4">
                <h3 className="font-semibold">在别的机器上生成过</h3>
                <CustodianEntry key={custodians.length} />
              </div>
            </div>
          </Section>
        )}
      </div>
    </StaffPage>
  );
}

function Custodians() {
  const { custodians } = useLoaderData<typeof loader>();
  return (
    <Table
      caption="保管人"
      rows={custodians}
      rowKey={(row) => row.id}
      unit="位"
      empty={<EmptyState>还没有保管人。</EmptyState>}
      columns={[
        { key: "name", header: "保管人", rowHeader: true, cell: (row) => row.name },
        {
          key: "state",
          header: "状态",
          beside: true,
          cell: (row) => (
            <Status state={STATES[row.state][0]}>
              {row.state === "retired" && !row.confirmedAt ? "已撤掉" : STATES[row.state][1]}
            </Status>
          ),
        },
        {
          key: "fingerprint",
          header: "指纹",
          className: "min-w-[11em]",
          cell: (row) => <code className="font-mono text-sm">{fingerprintWords(row.fingerprint)}</code>,
        },
        {
          key: "entered",
          header: "登记",
          className: "whitespace-nowrap",
          cell: (row) => formatDateTime(row.enteredAt),
        },
        {
          key: "confirmed",
          header: "确认",
          className: "whitespace-nowrap",
          cell: (row) => (row.confirmedAt ? formatDateTime(row.confirmedAt) : ""),
        },
        ...(custodians.some((row) => row.retiredAt)
          ? [
              {
                key: "retired",
                header: "停用",
                className: "min-w-[12em]",
                cell: (row: CustodianRow) => <Retired row={row} />,
              },
            ]
          : []),
        { key: "acts", header: "", cell: (row) => <Acts row={row} /> },
      ]}
    />
  );
}

type CustodianRow = ReturnType<typeof useLoaderData<typeof loader>>["custodians"][number];

function Retired({ row: { retiredAt, past } }: { row: CustodianRow }) {
  if (!retiredAt) return null;
  return (
    <>
      <span className="whitespace-nowrap">{formatDateTime(retiredAt)}</span>
      {past && (
        <span className="block">
          {past.by} 提议，{past.second} 确认，理由“{past.reason}”
        </span>
      )}
    </>
  );
}

function Acts({ row }: { row: CustodianRow }) {
  const { mayConfirm } = useLoaderData<typeof loader>();
  const one = <input type="hidden" name="id" value={row.id} />;
  if (row.state === "retired") return null;
  if (row.waits) return <span className="whitespace-nowrap text-muted">停用在等确认</span>;
  if (row.state === "active") {
    return (
      <ConfirmDialog
        label="停用"
        question={`提议停用保管人 ${row.name}？`}
        confirmLabel="提议停用"
        consequence="要另一位管理员确认才停用，那以前他仍在任。停用以后的备份不再封给他；已有的备份他还能打开，到期销毁为止；这把钥匙不能再用，要换就重新登记一把。"
      >
        <input type="hidden" name="intent" value="retire" />
        {one}
        <Field label="理由" hint="为什么停用，怎么核实的。所有管理员看得到。">
          <TextArea name="reason" rows={3} minLength={4} maxLength={200} required />
        </Field>
      </ConfirmDialog>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      {mayConfirm && !row.own && (
        <ConfirmDialog
          label="确认"
          look="plain"
          question={`确认 ${row.name} 为密钥保管人？`}
          consequence="从下一次备份起，他一个人就能打开备份里的密钥。请当面或打电话，让他照自己的文件念指纹的末 8 位。"
        >
          <input type="hidden" name="intent" value="confirm" />
          {one}
          <Field label="他念的末 8 位">
            <TextInput
              name="ending"
              required
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="w-40 font-mono"
            />
          </Field>
        </ConfirmDialog>
      )}
      <ConfirmDialog
        label="撤掉"
        question={`撤掉登记 ${row.name}？`}
        consequence="这把公钥不能再登记，要换就重新生成一把。"
      >
        <input type="hidden" name="intent" value="withdraw" />
        {one}
      </ConfirmDialog>
    </div>
  );
}
