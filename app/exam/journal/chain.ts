import { createHash } from "node:crypto";
import { canonicalJson } from "~/platform/canonical";

// The hash chain of a sitting: hash = sha256(previous hash ‖ canonical bytes of the event). The bytes name the event's
// place (position, sitting, and its number, there called `seq`), so a row that is edited, moved, swapped or renumbered
// no longer fits.

export const GENESIS = "0".repeat(64);

export interface ChainedFields {
  id: string;
  sittingId: string;
  examId: string;
  position: number;
  eventNumber: number;
  kind: string;
  /** Canonical JSON text of the body, as stored. */
  body: string;
  at: string;
}

const text = JSON.stringify;

/** The bytes under the hash. Keys stand in canonical order; the body is put in as the text it is stored as. */
export const eventBytes = (e: ChainedFields): string =>
  `{"at":${text(e.at)},"body":${e.body},"examId":${text(e.examId)},"id":${text(e.id)},"kind":${text(e.kind)},` +
  `"position":${e.position},"seq":${e.eventNumber},"sittingId":${text(e.sittingId)}}`;

export const hashEvent = (prevHash: string, e: ChainedFields): string =>
  createHash("sha256").update(prevHash, "hex").update(eventBytes(e), "utf8").digest("hex");

export const bodyText = (body: unknown): string => canonicalJson(body);
