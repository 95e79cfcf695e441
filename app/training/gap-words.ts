// What is still missing, in the words of the person it concerns.
import type { Gap } from "~/record/standing";
import { formatDay } from "~/ui/format";

export type Titles = { course(slug: string): string; drill(slug: string): string; subject(code: string): string };

const hourWords = (seconds: number) => `${Math.ceil(seconds / 60)} 分钟`;

export function gapWords(gap: Gap, titles: Titles): string {
  switch (gap.code) {
    case "hours":
      return `学时还差 ${hourWords(gap.owed - gap.done)}`;
    case "course":
      return `学完《${titles.course(gap.course)}》`;
    case "drill":
      return `完成演练《${titles.drill(gap.drill)}》${gap.owed > 1 ? `，还差 ${gap.owed - gap.done} 次` : ""}`;
    case "exam-not-sat":
      return `参加“${titles.subject(gap.subject)}”考试`;
    case "exam-failed":
      return `“${titles.subject(gap.subject)}”考试没有通过，等补考`;
    case "certificate-missing":
      return "考试已通过，等发证";
    case "certificate-suspended":
      return "证书已暂停，等核查结果";
    case "certificate-revoked":
      return "证书已撤销，需要重新培训和考试";
    case "certificate-expired":
      return `证书已于 ${formatDay(gap.day)}到期`;
  }
}

/** Where one goes to close the gap; null where only others can act. */
export function gapLink(gap: Gap): { to: string; label: string } | null {
  switch (gap.code) {
    case "hours":
      return { to: "/learn", label: "去学习" };
    case "course":
      return { to: `/learn/${gap.course}`, label: "去学习" };
    case "drill":
      return { to: `/drill/${gap.drill}`, label: "去演练" };
    case "exam-not-sat":
    case "exam-failed":
      return { to: "/exam", label: "看考试安排" };
    default:
      return null;
  }
}
