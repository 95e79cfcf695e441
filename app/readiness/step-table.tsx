import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";
import type { Step, StepGroup, StepState } from "./steps";

const STATES: Record<StepState, readonly ["done" | "late" | "waiting", string]> = { done: ["done", "已齐"], look: ["late", "建议"], missing: ["waiting", "还缺"] };

export function StepTable({ steps, caption }: { steps: readonly Step[]; caption: string }) {
  return (
    <Table<Step>
      caption={caption} captionHidden rows={steps} rowKey={(row) => row.key} unit="项"
      columns={[
        { key: "state", header: "状态", className: "whitespace-nowrap", cell: (row) => <Status state={STATES[row.state][0]}>{STATES[row.state][1]}</Status> },
        { key: "title", header: "项目", rowHeader: true, className: "whitespace-nowrap", cell: (row) => row.title },
        { key: "now", header: "现在", className: "min-w-[14em]", cell: (row) => <span className="break-words">{row.now}</span> },
        { key: "todo", header: "怎么办", className: "min-w-[14em]", cell: (row) => row.todo },
        { key: "to", header: "到哪里", className: "whitespace-nowrap", cell: (row) => row.to && <TextLink to={row.to.href}>{row.to.label}</TextLink> },
        { key: "who", header: "谁来做", className: "min-w-[6em]", cell: (row) => row.who },
      ]}
    />
  );
}

export function StepSections({ groups }: { groups: readonly StepGroup[] }) {
  return <>{groups.map((group) => <Section key={group.key} title={group.title} lead={group.lead}><StepTable caption={group.title} steps={group.steps} /></Section>)}</>;
}
