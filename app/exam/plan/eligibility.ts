// Why a person may not be proposed yet: the gaps in their training, each as a sentence. Whoever has none is eligible.

import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import type { Gap, Standing } from "~/record/standing";

export interface GapWords {
  minutesPerHour: number;
  courseTitle: (slug: string) => string;
  sceneTitle: (slug: string) => string;
}

/** Gaps of training alone: what the exam itself is for (result, certificate) is no bar to it. */
export function barsOf(standing: Pick<Standing, "gaps">, words: GapWords): string[] {
  return standing.gaps.flatMap((gap) => barOf(gap, words) ?? []);
}

function barOf(gap: Gap, { minutesPerHour, courseTitle, sceneTitle }: GapWords): string | null {
  const hours = (seconds: number) => Math.floor((seconds / (minutesPerHour * 60)) * 10) / 10;
  switch (gap.code) {
    case "hours":
      return `学时不够：应有 ${hours(gap.owed)} 学时，记录里有 ${hours(gap.done)} 学时。`;
    case "course":
      return `课程“${courseTitle(gap.course)}”没有学完。`;
    case "drill":
      return `演练“${sceneTitle(gap.drill)}”要通过 ${gap.owed} 次，记录里有 ${gap.done} 次。`;
    default:
      return null;
  }
}

/** A pass that still counts needs no further exam. */
export const hasPassedAlready = (standing: Pick<Standing, "exam" | "certificate">): boolean =>
  standing.exam?.passed === true;

export const subjectTitle = (code: string): string => subjectTitles[code as SubjectCode] ?? code;
