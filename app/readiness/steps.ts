import type { Act } from "~/people/policies";
import { roleLabel, type Role } from "~/people/roles";
import { DUTIES, dutyList } from "~/people/setup/duties";
import { formatAgo, formatDate, formatNumber } from "~/ui/format";
import type { BackupFacts, ReadinessFacts } from "./facts";

// What an installation still lacks for use, made from what is there at this moment: a step is done while its facts
// hold, and open again when something is undone later. Each says what is so, what to do, where, and whose act it is.

export type StepState = "done" | "look" | "missing";
export interface Step {
  key: string;
  title: string;
  state: StepState;
  now: string;
  todo: string;
  to: { href: string; label: string; /** whose page it is; anyone's when unsaid */ act?: Act } | null;
  who: string;
}
export interface StepGroup {
  key: string;
  title: string;
  lead: string;
  steps: Step[];
}

const DAY_MS = 86_400_000;
const BACKUP_FRESH_DAYS = 2;

type Said = Omit<Step, "key" | "title" | "todo" | "to"> & { todo?: string; to?: Step["to"] };
const step = (key: string, title: string, { state, now, todo = "", to = null, who }: Said): Step => ({
  key,
  title,
  state,
  now,
  todo: state === "done" ? "" : todo,
  to,
  who,
});
const link = (href: string, label: string, act?: Act) => ({ href, label, ...(act && { act }) });
const SYSTEM = "系统管理员";
const SECURITY = "安全管理员";
const MACHINE = "管机器的人";

export function stepGroups(facts: ReadinessFacts): StepGroup[] {
  return [
    {
      key: "machine",
      title: "机器",
      lead: "谁来管，数据丢不丢，路上安不安全。",
      steps: [administrators(facts), https(facts), backup(facts), custodians(facts), exceptions(facts)],
    },
    {
      key: "places",
      title: "地区和单位",
      lead: "授权、名册、规则都以它们为准。",
      steps: [districts(facts), organisations(facts)],
    },
    {
      key: "people",
      title: "人员",
      lead: "经办人导入名册，名册带来单位和岗位上的人。",
      steps: [
        role(facts, "clerk", 1, "导入名册、发激活单。范围选他管的地区或单位。"),
        roster(facts),
        role(facts, "supervisor", 1, "看覆盖和到期。范围选他管的地区。", "look"),
      ],
    },
    {
      key: "training",
      title: "培训",
      lead: "线上课随产品带来，面授班由讲师开。",
      steps: [courses(facts), role(facts, "trainer", 1, "开面授班、登记签到。范围选培训机构。")],
    },
    {
      key: "exam",
      title: "考试和发证",
      lead: "考培分离：教过考生的人不能出题、开卷、监考和阅卷，分派任务时会核对。",
      steps: examSteps(facts),
    },
  ];
}

/** Counts over all groups: what is open must be done before use, what is worth a look need not. */
export function tally(groups: readonly StepGroup[]): { done: number; missing: number; look: number } {
  const states = groups.flatMap((group) => group.steps.map((one) => one.state));
  const count = (state: StepState) => states.filter((one) => one === state).length;
  return { done: count("done"), missing: count("missing"), look: count("look") };
}

function administrators({ held }: ReadinessFacts): Step {
  const open = DUTIES.filter((duty) => !held[duty]?.length);
  return step("administrators", "三员", {
    state: open.length ? "missing" : "done",
    who: MACHINE,
    now: open.length
      ? `${dutyList(open)}还没有能登录的人`
      : DUTIES.map((duty) => `${roleLabel(duty)} ${held[duty]!.join("、")}`).join("；"),
    todo: "在装着系统的机器上运行 npm run setup-links，把链接交给要担任的人。",
  });
}

function https({ https: { state, now, todo } }: ReadinessFacts): Step {
  return step("https", "HTTPS", {
    state: state === "well" ? "done" : state === "look" ? "look" : "missing",
    now,
    todo,
    to: link("/trust", "根证书安装说明"),
    who: MACHINE,
  });
}

function backup({ backup: facts, at }: ReadinessFacts): Step {
  const { state, now, todo } = backupState(facts, at);
  return step("backup", "备份", { state, now, todo, to: link("/admin", "运行状况", "admin.health"), who: MACHINE });
}

function backupState(
  { folder, fault, sameDisk, last }: BackupFacts,
  at: Date,
): { state: StepState; now: string; todo: string } {
  if (!folder)
    return {
      state: "missing",
      now: "没有设 BACKUP_DIR",
      todo: "启动时设 BACKUP_DIR，指向另一块盘上的文件夹（docs/how-to/backup.md）。",
    };
  if (fault) return { state: "missing", now: fault, todo: "改好以后在服务器上运行一次 npm run backup，看它说做成了。" };
  if (!last)
    return {
      state: "missing",
      now: `BACKUP_DIR（${folder}）里还没有备份`,
      todo: "运行一次 npm run backup，再装好定时备份。",
    };
  if (last.faults === null || last.faults.length > 0)
    return {
      state: "missing",
      now: last.faults ? `最近一份没有通过检查：${last.faults[0]}` : "最近一份没有检查结果",
      todo: "重新运行 npm run backup，看它说的原因。",
    };
  const when = `最近一份${formatAgo(last.at, at)}，检查通过`;
  if (at.getTime() - last.at.getTime() > BACKUP_FRESH_DAYS * DAY_MS)
    return { state: "missing", now: `${when}，太旧了`, todo: "装好每天一次的定时备份（docs/how-to/backup.md）。" };
  if (sameDisk !== false)
    return {
      state: "look",
      now: `${when}。${sameDisk ? "备份和数据在同一块盘上" : "看不出备份是不是在另一块盘上"}`,
      todo: "盘坏了会一起丢：把 BACKUP_DIR 换到另一块盘，或每天拷到别的机器。",
    };
  return { state: "done", now: `${when}，在另一块盘上`, todo: "" };
}

function custodians({ custodians: { active, entered, needed } }: ReadinessFacts): Step {
  return step("custodians", "密钥保管人", {
    state: active >= needed ? "done" : "missing",
    who: `${SYSTEM}登记，${SECURITY}确认`,
    to: link("/admin/custody", "密钥保管", "admin.custody"),
    now: `已确认 ${active} 人${entered ? `，待确认 ${entered} 人` : ""}，至少要 ${needed} 人`,
    todo: "登记保管人的公钥，再由另一位管理员核对指纹确认。没有保管人，密钥备份封不起来，盘坏了姓名和身份证号就打不开。",
  });
}

function exceptions({ exceptions: { open, total, acceptedAt } }: ReadinessFacts): Step {
  return step("exceptions", "已知的例外", {
    state: open.length ? "missing" : "done",
    who: SYSTEM,
    to: link("/admin/setup#exceptions", "已知的例外", "admin.setup"),
    now: open.length
      ? `安全清单里本产品没有做到的 ${total} 条，有 ${open.length} 条还没有看过`
      : total === 0
        ? "没有"
        : `${total} 条都已接受${acceptedAt ? `（${formatDate(acceptedAt)}）` : ""}`,
    todo: "在下面逐条读过，认为可以就接受；记入审计，清单变了会再问。",
  });
}

function districts({ districts: count }: ReadinessFacts): Step {
  return step("districts", "地区", {
    state: count ? "done" : "missing",
    now: count ? `${formatNumber(count)} 个在用` : "还没有",
    todo: "从全国区划里选省、市、县，连同下面的乡镇（街道）。",
    to: link("/admin/districts", "地区", "admin.install"),
    who: SYSTEM,
  });
}

function organisations({ organisations: count }: ReadinessFacts): Step {
  return step("organisations", "本单位", {
    state: count ? "done" : "missing",
    now: count ? `${formatNumber(count)} 个单位在用` : "还没有单位",
    todo: "先建本单位（管理局、企业或考试机构），再建培训机构和考试机构；其余可以由名册带来。",
    to: link("/admin/organisations#new", "单位", "admin.install"),
    who: SYSTEM,
  });
}

function role(
  { roles }: ReadinessFacts,
  name: Role,
  needed: number,
  todo: string,
  lacking: StepState = "missing",
): Step {
  const { ready, waiting } = roles[name] ?? { ready: 0, waiting: 0 };
  return step(`role-${name}`, roleLabel(name), {
    state: ready >= needed ? "done" : lacking,
    who: SECURITY,
    to: link(`/admin/people?role=${name}`, "账号与角色", "admin.people"),
    now: `${ready} 人能登录${needed > 1 ? `，至少要 ${needed} 人` : ""}${waiting ? `，另有 ${waiting} 个账号还没设密码和动态码` : ""}`,
    todo,
  });
}

function roster({ rosters: { written, persons } }: ReadinessFacts): Step {
  return step("roster", "名册", {
    state: persons > 0 ? "done" : "missing",
    now: persons > 0 ? `${formatNumber(persons)} 人在册${written ? `，导入过 ${written} 次` : ""}` : "还没有人在册",
    todo: "由名册经办人下载模板，填好上传，核对后写入。",
    to: link("/watch/import", "导入名册", "roster.import"),
    who: "名册经办人",
  });
}

function courses({ courses: count, practice }: ReadinessFacts): Step {
  return step("courses", "课程", {
    state: count ? "done" : "missing",
    now: count ? `${count} 门课、${practice} 套练习题` : "没有课程",
    todo: "产品自带的课程在启动时发布：请看日志里 content.publish-failed 的行。",
    to: link("/learn", "课程"),
    who: MACHINE,
  });
}

function examSteps(facts: ReadinessFacts): Step[] {
  return [
    role(facts, "exam-officer", 1, "排考试、派任务、建考试场地。"),
    ground(facts),
    role(facts, "item-writer", 1, "写题。"),
    role(facts, "item-reviewer", 1, "审题：不能是写题的那个人。"),
    bank(facts),
    blueprint(facts),
    role(facts, "opener", 2, "两人合在一起才能开卷。"),
    role(facts, "invigilator", 2, "每个考场两名。"),
    role(facts, "assessor", 1, "考评和阅卷。"),
    role(facts, "release", 1, "发布成绩。"),
    role(facts, "inspector", 1, "巡考：看，不改。", "look"),
    role(facts, "certificate-officer", 1, "发证、停用和吊销证书。"),
  ];
}

function ground({ centres, seats }: ReadinessFacts): Step {
  return step("ground", "考试场地", {
    state: seats > 0 ? "done" : "missing",
    now: centres ? `${centres} 个考试中心，${seats} 个座位在用` : "还没有考试中心",
    todo: "建考试中心，加考场和座位。",
    to: link("/centre/ground", "考试场地", "ground.manage"),
    who: "考务人员",
  });
}

function bank({ liveItems }: ReadinessFacts): Step {
  return step("bank", "题库", {
    state: liveItems > 0 ? "done" : "missing",
    now: `可用于考试的 ${formatNumber(liveItems)} 道`,
    todo: "写题或导入，再由另一个人审过才能用。",
    to: link("/centre/bank", "题库", "bank.read"),
    who: "命题员、审题员",
  });
}

function blueprint({ blueprints }: ReadinessFacts): Step {
  const able = blueprints.filter((one) => one.short.length === 0);
  const first = blueprints.find((one) => one.short.length > 0);
  return step("blueprint", "组卷蓝图", {
    state: able.length ? "done" : "missing",
    to: link("/centre/blueprints", "组卷蓝图", "exam.plan"),
    who: "考务人员",
    now:
      blueprints.length === 0
        ? "还没有"
        : able.length
          ? `${able.map((one) => one.title).join("、")}：题库够用`
          : `${first!.title}：题库不够。${first!.short[0]}`,
    todo: blueprints.length === 0 ? "写一份蓝图：考哪些知识点，各几道题。" : "按提示补题，或改蓝图。",
  });
}
