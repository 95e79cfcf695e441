// Which models each room may touch: made from prisma/schema/*.prisma by scripts/make-migration.mjs.
export const ROOM_MODELS = {
  "certificate": ["certificate", "certificateEvent", "externalCertificate", "externalCertificateEvent"],
  "coverage": ["coverageRow", "coverageMark"],
  "drill": ["drillRun", "drillPiece"],
  "exam": ["centre", "centreRoom", "centreSeat", "bankItem", "bankItemVersion", "exam", "examRoom", "roomSignature", "examCandidate", "examDuty", "paper", "paperKeyWrap", "separationCheck", "sitting", "journalCursor", "examResult"],
  "people": ["district", "organisation", "person", "post", "postHolding", "postChange", "account", "recoveryCode", "roleGrant", "setupLink", "knownBrowser", "accountNotice", "custodianRetirement", "factorReset", "device", "personMerge", "activationSlip", "rosterImport", "peopleTouch", "dataRequest"],
  "platform": ["session", "auditRow", "job", "contentVersion", "setting", "custodian"],
  "record": ["recordRow"],
  "training": ["enrolment", "lessonProgress", "studySession", "checkAnswer", "quizAttempt", "trainingClass", "classTeacher", "classMember", "classSign"],
} as const;

export type Room = keyof typeof ROOM_MODELS;
export type ModelOf<R extends Room> = (typeof ROOM_MODELS)[R][number];
