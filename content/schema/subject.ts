// A subject's code as it is read from content and forms.
import { z } from "zod";
import { subjectTitles, type SubjectCode as Code } from "./subject-titles";

export const SubjectCode = z.enum(Object.keys(subjectTitles) as [Code, ...Code[]]);
export type SubjectCode = Code;
