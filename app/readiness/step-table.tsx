import { useRouteLoaderData } from "@remix-run/react";
import type { Caller } from "~/people/caller.server";
import { POLICIES, type Act } from "~/people/policies";
import type { Role } from "~/people/roles";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";
import type { Step, StepGroup, StepState } from "./steps";

const STATES: Record<StepState, readonly ["done" | "late" | "waiting", string]> = {
  done: ["done", "已齐"],
  look: ["late", "建议"],
  missing: ["waiting", "还缺"],
};

/** A page of somebody else's duty is named, not linked: it would only refuse. */
const mayOpen = (act: Act | undefined, roles: readonly Role[]): boolean =>
  !act || (POLICIES[act].roles as readonly Role[]).some((role) => roles.includes(role));

export function StepTable({ steps, caption }: { steps: readonly Step[]; caption: string }) {
  const roles = (useRouteLoaderData("root") as { caller: Caller | null } | undefined)?.caller?.roles ?? [];
  return (
    <Table<Step>
      caption={caption}
      captionHidden
      rows={steps}
      rowKey={(row) => row.key}
      unit="项"
      columns={[
        {
          key: "state",
          header: "状态",
          beside: true,
          className: "whitespace-nowrap",
          cell: (row) => <Status state={STATES[row.state][0]}>{STATES[row.state][1]}</Status>,
        },
        { key: "title", header: "项目", rowHeader: true, className: "whitespace-nowrap", cell: (row) => row.title },
        {
          key: "now",
          header: "现在",
          className: "min-w-[14em]",
          cell: (row) => <span className="break-words">{row.now}</span>,
        },
        { key: "todo", header: "怎么办", className: "min-w-[14em]", cell: (row) => row.todo },
        {
          key: "to",
          header: "到哪里",
          className: "whitespace-nowrap",
          cell: (row) =>
            row.to &&
            (mayOpen(row.to.act, roles) ? <TextLink to={row.to.href}>{row.to.label}</TextLink> : row.to.label),
        },
        { key: "who", header: "谁来做", className: "min-w-[6em]", cell: (row) => row.who },
      ]}
    />
  );
}

export function StepSections({ groups }: { groups: readonly StepGroup[] }) {
  return (
    <>
      {groups.map((group) => (
        <Section key={group.key} title={group.title} lead={group.lead}>
          <StepTable caption={group.title} steps={group.steps} />
        </Section>
      ))}
    </>
  );
}
