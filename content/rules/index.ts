// All shipped rule files by name, as imports, so that bundler, tests and scripts read the same rows.
import campaigns from "./campaigns.json";
import certificates from "./certificates.json";
import coverage from "./coverage.json";
import due from "./due.json";
import duties from "./duties.json";
import exams from "./exams.json";
import hours from "./hours.json";
import keeping from "./keeping.json";

export const ruleFiles: readonly unknown[] = [hours, due, duties, exams, certificates, coverage, campaigns, keeping];
